/**
 * From the list of what is behind the source to the field on the board.
 *
 * The address of a link (`#:w:contentpath=…`) is Wagtail's own for a field; `reveal.js` opens the
 * cell that it names. Here the field is brought into sight and given the focus, also when it is
 * asked for a second time.
 */

const FIELDS = "textarea, input:not([type=hidden]), select, [contenteditable=true], button";
/** Milliseconds until a field that is nowhere is given up. */
const PATIENCE = 5000;
/** What shows that people have taken over, so that nothing moves under their hands. */
const TAKING_OVER = ["wheel", "touchmove", "pointerdown", "keydown"];

function elementAt(path) {
  const selector = path
    .split(".")
    .map((part) => `[data-contentpath="${CSS.escape(part)}"]`)
    .join(" ");
  return document.querySelector(selector);
}

/** The field, or the nearest thing that holds it while it is not there yet. */
function nearest(path) {
  const parts = path.split(".");
  for (let length = parts.length; length > 1; length -= 1) {
    const found = elementAt(parts.slice(0, length).join("."));
    if (found) return found;
  }
  return null;
}

/** Blocks above that are still being drawn push the field away: follow it until all is still. */
function keepInSight(element) {
  let still = null;
  const drawn = new ResizeObserver(bring);
  const stop = () => drawn.disconnect();
  function bring() {
    element.scrollIntoView({ block: "center", inline: "center" });
    clearTimeout(still);
    still = setTimeout(stop, PATIENCE);
  }
  drawn.observe(element.closest("form") || document.body);
  for (const name of TAKING_OVER) document.addEventListener(name, stop, { once: true });
  bring();
}

function show(element) {
  // Panels and blocks that are folded open themselves for it, as for the browser's own search.
  element.dispatchEvent(new Event("beforematch", { bubbles: true }));
  keepInSight(element);
  const field = element.matches(FIELDS) ? element : element.querySelector(FIELDS);
  field?.focus({ preventScroll: true });
}

function jump(path) {
  const until = performance.now() + PATIENCE;
  const attempt = () => {
    const found = elementAt(path);
    if (found?.querySelector(FIELDS)) {
      show(found);
    } else if (performance.now() < until) {
      setTimeout(attempt, 50);
    } else {
      const rest = found || nearest(path);
      if (rest) show(rest);
    }
  };
  attempt();
}

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[data-parcours-jump]");
  if (!link) return;
  // `reveal.js` reads the address, so this waits until it has changed.
  setTimeout(() => {
    document.dispatchEvent(new CustomEvent("parcours:stage"));
    jump(link.dataset.parcoursJump);
  });
});

const asked = new URLSearchParams(window.location.hash.split(":w:")[1]).get("contentpath");
if (asked) window.addEventListener("load", () => jump(asked));
