/* Links to another language keep the place where one is reading: anchors are made of the ids of
   blocks, which are the same in every language. Without this script they lead to the same page. */

const links = document.querySelectorAll("a[data-parcours-language]");

function keepPlace() {
    for (const link of links) {
        link.hash = window.location.hash;
    }
}

window.addEventListener("hashchange", keepPlace);
keepPlace();
