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
/** Milliseconds after which a field that cannot be kept in sight is left alone. */
const LIMIT = 60_000;
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

function isInSight(element) {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return top >= 0 && left >= 0 && bottom <= window.innerHeight && right <= window.innerWidth;
}

/**
 * Blocks that are still being drawn push the field away, and Wagtail scrolls to what it opens:
 * look after it until it has stayed in sight for a while.
 */
function keepInSight(element) {
  let since = performance.now();
  const bring = () => element.scrollIntoView({ block: "center", inline: "center" });
  const watch = setInterval(() => {
    if (!isInSight(element)) {
      bring();
      since = performance.now();
    } else if (performance.now() - since > PATIENCE) {
      stop();
    }
  }, 100);
  const limit = setTimeout(stop, LIMIT);
  function stop() {
    clearInterval(watch);
    clearTimeout(limit);
    for (const name of TAKING_OVER) document.removeEventListener(name, stop);
  }
  for (const name of TAKING_OVER) document.addEventListener(name, stop);
  bring();
}

function show(element) {
  // Panels and blocks that are folded open themselves for it, as for the browser's own search.
  element.dispatchEvent(new Event("beforematch", { bubbles: true }));
  const field = element.matches(FIELDS) ? element : element.querySelector(FIELDS);
  keepInSight(field || element);
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
