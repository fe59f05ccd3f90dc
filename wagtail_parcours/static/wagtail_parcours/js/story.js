/* A story from the keyboard, and as large as the screen. Without this script its stages follow each
   other on the page, with plain links from one to the next. */

const stories = document.querySelectorAll("[data-parcours-story]");
const isWriting = (element) => Boolean(element.closest("input, textarea, select, [contenteditable]"));

/** The scene that one looks at: the last one that begins above the middle of the window. */
function current(scenes) {
    const middle = window.innerHeight / 2;
    let found = -1;
    scenes.forEach((scene, place) => {
        if (scene.getBoundingClientRect().top < middle) found = place;
    });
    return found;
}

function show(scene) {
    const heading = scene.querySelector("h3");
    scene.scrollIntoView({ block: "start" });
    // Reading goes on at the stage that was asked for.
    heading.focus({ preventScroll: true });
    if (heading.id) window.history.replaceState(null, "", `#${heading.id}`);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function turn(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (isWriting(event.target)) return;
    const isForward = getComputedStyle(event.target).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps = { ArrowRight: -1, ArrowLeft: -1, PageDown: 1, PageUp: -1, [isForward]: 1 };
    const step = steps[event.key];
    if (!step) return;
    // A table or drawing that is scrolled to the side has the arrows for itself.
    if (event.target.closest("[role=region]") && event.key.startsWith("Arrow")) return;
    const scenes = [...document.querySelectorAll("[data-parcours-scene]")];
    const next = scenes[current(scenes) + step];
    if (!next) return;
    event.preventDefault();
    show(next);
}

document.addEventListener("keydown", turn);
for (const story of stories) {
    const button = story.querySelector("[data-parcours-full]");
    if (!button || !story.requestFullscreen) continue;
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else story.requestFullscreen();
    });
    document.addEventListener("fullscreenchange", () => {
        button.setAttribute("aria-pressed", String(document.fullscreenElement === story));
    });
}
