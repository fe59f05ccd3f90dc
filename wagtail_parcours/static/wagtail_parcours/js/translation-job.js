/**
 * Looks again while a translation is under way, without loading the page anew: what was focused
 * stays so, and screen readers hear the summary only when it changes. Without script, the page
 * reloads itself.
 */

const summary = document.querySelector("[data-parcours-job-summary]");
const details = () => document.querySelector("[data-parcours-job]");

const renew = (fresh) => {
    const now = fresh.querySelector("[data-parcours-job]");
    const said = fresh.querySelector("[data-parcours-job-summary]");
    if (!now || !said) return false;
    const focused = details().contains(document.activeElement)
        ? document.activeElement.getAttribute("href")
        : null;
    if (details().innerHTML !== now.innerHTML) details().replaceWith(document.adoptNode(now));
    details().dataset.parcoursJob = now.dataset.parcoursJob;
    if (focused) {
        Array.from(details().querySelectorAll("a"))
            .find((link) => link.getAttribute("href") === focused)
            ?.focus();
    }
    if (summary.textContent !== said.textContent) summary.textContent = said.textContent;
    return true;
};

const look = async () => {
    const pause = Number(details().dataset.parcoursJob);
    if (!pause) return;
    await new Promise((resolve) => {
        setTimeout(resolve, pause * 1000);
    });
    try {
        const answer = await fetch(window.location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        // Somebody who was signed out meanwhile is asked to sign in by the next page they open.
        if (!answer.ok || !renew(page)) return;
    } catch {
        // No connection just now: the next look may have one.
    }
    await look();
};

look();
