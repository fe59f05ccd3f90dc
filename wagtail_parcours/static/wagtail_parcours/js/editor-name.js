/**
 * Gives each open editor a random name, posted with every save.
 *
 * A draft that saves itself makes a version of its own, while the form goes on naming the version
 * it was opened with. By the name of the editor the server tells that version from one that
 * somebody else saved meanwhile.
 */

/** A random UUID; `crypto.randomUUID()` exists on secure addresses only. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const name = randomName();

document.addEventListener("formdata", (event) => {
  if (event.target.matches("[data-edit-form]")) event.formData.set("parcours-editor", name);
});
