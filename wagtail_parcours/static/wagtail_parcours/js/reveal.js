/**
 * Opens the cells that something outside the board points at: a comment, or a link to a field.
 *
 * A comment stands beside its field, so a closed cell that carries one must be open.
 */

/** Open what `path` (Wagtail's content path, parts joined by dots) leads through. */
function openPath(path) {
  const parts = path.split(".");
  parts.forEach((id, index) => {
    const column = `[data-streamfield-child][data-contentpath="${CSS.escape(id)}"]`;
    const stage = document.querySelector(`${column} [data-parcours-stage]`)?.parcoursStage;
    const isOwn = stage?.element.closest("[data-streamfield-child]").matches(column);
    if (isOwn && stage.cells[parts[index + 1]]) stage.open(parts[index + 1]);
  });
}

/** Comments stand beside fields: what carries one must be open. Links to a field, likewise. */
let commentsSeen = null;
let looking = null;

function reveal() {
  looking = null;
  const linked = new URLSearchParams(window.location.hash.split(":w:")[1]).get("contentpath");
  if (linked) openPath(linked);
  const comments = window.comments?.commentApp.store.getState().comments.comments;
  commentsSeen = comments;
  comments?.forEach((comment) => {
    if (!comment.annotation && !comment.deleted && !comment.resolved) openPath(comment.contentpath);
  });
}

/** Soon, and once for however many stages and comments come together. */
function look() {
  looking ??= setTimeout(reveal);
}

window.comments?.commentApp.store.subscribe(() => {
  const { comments } = window.comments.commentApp.store.getState().comments;
  if (comments !== commentsSeen) look();
});

document.addEventListener("parcours:stage", look);
look();
