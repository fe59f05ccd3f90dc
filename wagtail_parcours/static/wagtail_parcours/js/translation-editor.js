/**
 * Links from the list of what is behind the source to the text in wagtail-localize's editor.
 *
 * Its texts carry no ids. The order of its segments is that of the data it was started with, tab
 * by tab, and each shows its source text: a text is found by both.
 */

const ROWS = "li.complete, li.incomplete, li.errored";
/** Milliseconds until an editor that does not start is given up. */
const PATIENCE = 10000;

const editor = document.querySelector(".js-translation-editor");

function segmentsInOrder() {
  const { segments, tabs } = JSON.parse(editor.dataset.props);
  const places = tabs.map(({ slug }) => slug);
  return segments
    .map((segment, order) => ({ segment, order }))
    .sort(
      (a, b) =>
        places.indexOf(a.segment.location.tab) - places.indexOf(b.segment.location.tab) ||
        a.order - b.order,
    )
    .map(({ segment }) => segment);
}

function says(row, segment) {
  return !segment.source || row.textContent.includes(segment.source);
}

/** The row of a text; null while the editor has not drawn it. */
function rowOf(path) {
  const segments = segmentsInOrder();
  const place = segments.findIndex(({ contentPath }) => contentPath === path);
  if (place < 0) return null;
  const rows = [...editor.querySelectorAll(ROWS)];
  const expected = rows.length === segments.length ? rows[place] : null;
  if (expected && says(expected, segments[place])) return expected;
  return rows.find((row) => says(row, segments[place])) || null;
}

function show(row) {
  const panel = row.closest("[role=tabpanel]");
  if (panel?.hidden || (panel && !panel.offsetParent)) {
    document.querySelector(`[role=tab][aria-controls="${CSS.escape(panel.id)}"]`)?.click();
  }
  row.scrollIntoView({ block: "center" });
  const target = row.querySelector("textarea, button") || row;
  target.focus({ preventScroll: true });
  row.classList.add("parcours-jumped-to");
}

function jump(path) {
  document
    .querySelectorAll(".parcours-jumped-to")
    .forEach((row) => row.classList.remove("parcours-jumped-to"));
  const until = performance.now() + PATIENCE;
  const attempt = () => {
    const row = rowOf(path);
    if (row) show(row);
    else if (performance.now() < until) setTimeout(attempt, 50);
  };
  attempt();
}

if (editor) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-parcours-jump]");
    if (!link) return;
    event.preventDefault();
    jump(link.dataset.parcoursJump);
  });
  const asked = new URLSearchParams(window.location.hash.split(":w:")[1]).get("contentpath");
  if (asked) jump(asked);
}
