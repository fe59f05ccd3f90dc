/* Links to the same map in another language, or read in another way, keep the place where one is
   reading: anchors are made of the ids of blocks, which are the same everywhere. Without this
   script they lead to the top of the same page. */

const links = document.querySelectorAll("a[data-parcours-place]");

function keepPlace() {
    for (const link of links) {
        link.hash = window.location.hash;
    }
}

window.addEventListener("hashchange", keepPlace);
keepPlace();
