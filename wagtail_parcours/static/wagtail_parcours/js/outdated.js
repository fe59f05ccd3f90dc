/**
 * What an open editor does about saves from elsewhere.
 *
 * Each open editor has a random name, posted with every save. A draft that saves itself makes a
 * version of its own, while the form goes on naming the version it was opened with. By the name
 * of the editor the server tells that version from one that somebody else saved meanwhile.
 *
 * The save of an outdated map leads to a page that shows both versions. So the question before
 * it, which says that a save overwrites the other version, would be wrong: it is left out.
 */

const FORM = "[data-edit-form]";
const INTERCEPT = "data-w-session-intercept-value";

/** A random UUID; `crypto.randomUUID()` exists on secure addresses only. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const name = randomName();

document.addEventListener("formdata", (event) => {
  if (event.target.matches(FORM)) event.formData.set("parcours-editor", name);
});

function askNothing(session) {
  if (session.getAttribute(INTERCEPT) === "conflict") session.setAttribute(INTERCEPT, "");
}

const session = document.querySelector("[data-controller~='w-session']");
if (session && document.querySelector(`${FORM} .parcours-body`)) {
  new MutationObserver(() => askNothing(session)).observe(session, { attributeFilter: [INTERCEPT] });
  askNothing(session);
}
