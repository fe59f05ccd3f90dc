/**
 * Keeps a panel beside the text in step with the draft: terms and plain language of a map, hints on
 * a persona.
 *
 * What it shows is made on the server, from the version that was saved last.
 */

const panel = document.querySelector("[data-parcours-writing]");

function count(number) {
  const name = panel.closest("[data-side-panel]")?.dataset.sidePanel;
  const counter = document.querySelector(
    `[data-side-panel-toggle="${name}"] [data-side-panel-toggle-counter]`,
  );
  if (!counter) return;
  counter.textContent = number;
  counter.hidden = number === "0";
}

async function bringUpToDate() {
  const answer = await fetch(panel.dataset.parcoursWriting, {
    headers: { "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) return;
  const said = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = said.querySelector("[data-parcours-writing-content]");
  if (!content) return;
  panel.replaceChildren(content);
  count(content.dataset.count);
}

if (panel) document.addEventListener("w-autosave:success", bringUpToDate);
