/**
 * Asking the server for what an editor may choose from another map, once for however many ask.
 *
 * Failures are not kept: the next one who asks tries again.
 */

const requests = new Map();

function load(url) {
  if (!requests.has(url)) {
    const request = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      return answer.json();
    });
    request.catch(() => requests.delete(url));
    requests.set(url, request);
  }
  return requests.get(url);
}

/** The address for a page, made from one in which 0 stands for the page. */
function addressFor(url, page) {
  return url.replace(/\/0\/$/, `/${page}/`);
}

window.wagtailParcours = { ...window.wagtailParcours, load, addressFor };
