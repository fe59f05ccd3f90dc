/**
 * The board: lane names beside the stages, a bar to find one's way, keys to move between cells.
 *
 * Everything else (adding, moving, duplicating, deleting, comments, errors) stays Wagtail's.
 */

const { Controller } = window.StimulusModule;
const { make, format } = window.wagtailParcours;

const FOCUSABLE = "textarea, input:not([type=hidden]), select, button.c-sf-add-button, button";
const ARROWS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** On a Mac, Option and an arrow move by a word or a paragraph: leave them alone. */
const isMac = /mac/i.test(navigator.userAgentData?.platform || navigator.platform);

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

class BoardController extends Controller {
  static values = { lanes: Array, strings: Object };

  connect() {
    this.stream = this.element.querySelector(".parcours-stages");
    this.sequence = this.stream?.querySelector("[data-streamfield-stream-container]");
    if (!this.sequence || this.bar) return;
    this.buildBar();
    this.buildLanes();
    this.stream.setAttribute("role", "group");
    this.stream.setAttribute("aria-label", this.stringsValue.board);
    this.element.addEventListener("change", (event) => this.changed(event));
    this.element.addEventListener("input", (event) => this.renamed(event));
    this.element.addEventListener("keydown", (event) => this.move(event));
    this.sequence.addEventListener("wagtail:panel-toggle", (event) => this.unfold(event));
    this.stream.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.stream.addEventListener("parcours:error", () => this.markErrors());
    // Stages come, go and move by Wagtail's own controls, which say nothing about it.
    new MutationObserver(() => this.refresh()).observe(this.sequence, {
      childList: true,
      attributes: true,
      attributeFilter: ["aria-hidden"],
      subtree: false,
    });
    this.refresh();
    this.showLanes();
    this.markErrors();
    new ResizeObserver(() => this.fit()).observe(this.frame);
  }

  /** "Collapse all" folds every panel of the page; a column of the board has no way back. */
  unfold({ target: toggle, detail }) {
    const column = toggle.closest("[data-streamfield-child]");
    if (detail.expanded || column?.parentElement !== this.sequence) return;
    document.getElementById(toggle.getAttribute("aria-controls")).hidden = false;
    toggle.setAttribute("aria-expanded", "true");
  }

  /** The part of the page that the board may fill, beyond the width of ordinary fields. */
  get frame() {
    return this.element.closest(".tab-content, form, main") || document.body;
  }

  fit() {
    const place = this.element.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    const style = this.element.style;
    style.setProperty("--parcours-room-left", `${Math.max(0, place.left - frame.left)}px`);
    style.setProperty("--parcours-room-right", `${Math.max(0, frame.right - place.right)}px`);
    this.showProblem();
  }

  /** The columns in order, without the deleted ones that Wagtail keeps, hidden, in the form. */
  get columns() {
    return Array.from(this.sequence.children).filter(
      (child) =>
        child.hasAttribute("data-streamfield-child") &&
        child.getAttribute("aria-hidden") !== "true",
    );
  }

  stageOf(column) {
    return column.querySelector("[data-parcours-stage]").parcoursStage;
  }

  nameOf(column) {
    return this.stageOf(column).getTextLabel({ maxLength: 60 }) || this.stringsValue.unnamed;
  }

  buildBar() {
    const { stringsValue: strings } = this;
    const step = (action, title, name) => {
      const button = make(
        "button",
        { type: "button", class: "button button--icon button-secondary parcours-bar__step", title },
        icon(name),
        make("span", { class: "w-sr-only" }, title),
      );
      button.addEventListener("click", () => this.step(action));
      return button;
    };
    this.select = make("select", { class: "parcours-bar__select" });
    this.select.addEventListener("change", (event) => {
      event.stopPropagation();
      this.goTo(Number(this.select.value));
    });
    this.previous = step(-1, strings.previous, "arrow-left");
    this.next = step(1, strings.next, "arrow-right");
    this.position = make("span", { class: "parcours-bar__position", role: "status" });
    const keys = isMac ? strings.keysMac : strings.keysOther;
    this.bar = make(
      "div",
      { class: "parcours-bar" },
      make(
        "div",
        { class: "parcours-bar__way" },
        this.previous,
        make("label", {}, make("span", { class: "w-sr-only" }, strings.goTo), this.select),
        this.next,
      ),
      this.position,
      make("span", { class: "parcours-bar__keys" }, icon("keyboard"), format(strings.keys, { keys })),
    );
    this.stream.before(this.bar);
  }

  buildLanes() {
    const corner = make("div", { class: "parcours-lanes__corner" }, this.stringsValue.lanes);
    this.names = this.lanesValue.map(({ key, label, side, sideLabel, help }, row) => {
      const name = make(
        "div",
        { class: "parcours-lanes__name", title: help },
        label,
        make("span", { class: "parcours-lanes__side" }, sideLabel),
      );
      name.style.setProperty("--parcours-row", row);
      name.setAttribute("data-parcours-lane", key);
      name.setAttribute("data-parcours-side", side);
      return name;
    });
    // Hidden from assistive technology: each cell has its own label.
    this.lanes = make("div", { class: "parcours-lanes", "aria-hidden": "true" }, corner);
    this.lanes.append(...this.names);
    this.stream.prepend(this.lanes);
    this.empty = make("p", { class: "parcours-empty help" }, this.stringsValue.empty);
    this.noLane = make("p", { class: "parcours-empty help" }, this.stringsValue.noLane);
    this.stream.before(this.empty);
    this.stream.after(this.noLane);
  }

  /** Bring bar, titles and buttons in line with the stages that there are. */
  refresh() {
    const { columns, stringsValue: strings } = this;
    const current = Math.min(this.current || 0, Math.max(columns.length - 1, 0));
    this.select.replaceChildren(
      ...columns.map((column, index) =>
        make("option", { value: index }, `${index + 1}. ${this.nameOf(column)}`),
      ),
    );
    columns.forEach((column) => {
      this.retitle(column, "MOVE_UP", strings.earlier);
      this.retitle(column, "MOVE_DOWN", strings.later);
    });
    const inserters = this.sequence.querySelectorAll(":scope > div > .c-sf-add-button");
    inserters.forEach((button, index) => {
      const last = index === inserters.length - 1;
      button.title = last ? strings.add : strings.addHere;
      button.setAttribute("aria-label", button.title);
    });
    this.bar.hidden = !columns.length;
    this.empty.hidden = columns.length > 0;
    this.stream.classList.toggle("parcours-stages--empty", !columns.length);
    this.stream.style.setProperty("--parcours-stages", columns.length);
    this.setCurrent(current);
  }

  retitle(column, action, title) {
    const button = column.querySelector(`[data-streamfield-action="${action}"]`);
    if (button) button.title = title;
  }

  setCurrent(index) {
    const { columns } = this;
    this.current = index;
    this.select.value = String(index);
    this.previous.disabled = index <= 0;
    this.next.disabled = index >= columns.length - 1;
    this.position.textContent = format(this.stringsValue.position, {
      number: index + 1,
      total: columns.length,
    });
    columns.forEach((column, i) =>
      column.toggleAttribute("data-parcours-current", i === index),
    );
  }

  step(by) {
    this.goTo(this.current + by);
  }

  goTo(index) {
    const column = this.columns[index];
    if (!column) return;
    this.stageOf(column).openShown();
    const lanes = this.lanes.getBoundingClientRect().width;
    const box = this.stream.getBoundingClientRect();
    const target = column.getBoundingClientRect();
    const isRtl = getComputedStyle(this.stream).direction === "rtl";
    const by = isRtl ? target.right - box.right + lanes : target.left - box.left - lanes;
    this.stream.scrollBy({ left: by, behavior: "instant" });
    this.setCurrent(index);
  }

  scrolled() {
    if (this.scrolling) return;
    this.scrolling = requestAnimationFrame(() => {
      this.scrolling = null;
      const box = this.stream.getBoundingClientRect();
      const lanes = this.lanes.getBoundingClientRect().width;
      const isRtl = getComputedStyle(this.stream).direction === "rtl";
      const start = isRtl ? box.right - lanes : box.left + lanes;
      const index = this.columns.findIndex((column) => {
        const { left, right, width } = column.getBoundingClientRect();
        return isRtl ? left < start - width / 2 : right > start + width / 2;
      });
      if (index >= 0 && index !== this.current) this.setCurrent(index);
    });
  }

  changed(event) {
    if (event.target.closest('[data-contentpath="lanes"]')) this.showLanes();
  }

  renamed({ target }) {
    const column = target.closest('[data-contentpath="name"]')?.closest("[data-streamfield-child]");
    const index = column ? this.columns.indexOf(column) : -1;
    if (index < 0) return;
    this.select.options[index].textContent = `${index + 1}. ${this.nameOf(column)}`;
  }

  showLanes() {
    const shown = window.wagtailParcours.shownLanes(this.stream);
    this.columns.forEach((column) => this.stageOf(column).showLanes(shown));
    this.names.forEach((name) => {
      const { parcoursLane: lane } = name.dataset;
      // A stage keeps a lane with a problem in sight, switched on or not.
      const kept = `[data-parcours-lane="${lane}"]:not([hidden])`;
      name.hidden = shown ? !shown.has(lane) && !this.sequence.querySelector(kept) : false;
    });
    this.noLane.hidden = this.names.some((name) => !name.hidden);
  }

  markErrors() {
    const wrong = ".w-field--error, .help-critical";
    this.columns.forEach((column) => {
      column.toggleAttribute("data-parcours-error", !!column.querySelector(wrong));
    });
    this.problem = this.columns.findIndex((column) => column.hasAttribute("data-parcours-error"));
  }

  /** Bring the first problem into sight, once: not before the tab of the board is shown. */
  showProblem() {
    const column = this.columns[this.problem];
    if (!column || !this.stream.offsetWidth) return;
    this.goTo(this.problem);
    this.problem = -1;
    const field = column.querySelector(".w-field--error, .help-critical");
    const box = this.stream.getBoundingClientRect();
    this.stream.scrollTop += field.getBoundingClientRect().top - box.top - box.height / 3;
  }

  move(event) {
    const by = ARROWS[event.key];
    const asked = isMac
      ? event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey
      : event.altKey && !event.ctrlKey && !event.shiftKey && !event.metaKey;
    if (!by || !asked) return;
    const column = event.target.closest("[data-streamfield-child]:has([data-parcours-stage])");
    const { columns } = this;
    if (!columns.includes(column)) return;
    // Alt and an arrow leave the page in some browsers: never from inside the board.
    event.preventDefault();
    const isRtl = getComputedStyle(this.stream).direction === "rtl";
    const index = columns.indexOf(column) + (isRtl ? -by[0] : by[0]);
    if (!columns[index]) return;
    const cells = this.cellsOf(columns[index]);
    const here = event.target.closest("[data-parcours-child]")?.dataset.parcoursChild || "name";
    const row = cells.findIndex((cell) => cell.dataset.parcoursChild === here);
    this.enter(columns[index], cells[row + by[1]]);
  }

  cellsOf(column) {
    const stage = this.stageOf(column);
    return [
      stage.cells.name,
      ...stage.element.querySelectorAll(":scope > [data-parcours-lane]:not([hidden])"),
    ].filter(Boolean);
  }

  enter(column, cell) {
    if (!cell) return;
    this.stageOf(column).openShown();
    const field = Array.from(cell.querySelectorAll(FOCUSABLE)).find(
      (element) => !element.disabled && element.checkVisibility(),
    );
    field?.focus();
    this.setCurrent(this.columns.indexOf(column));
  }
}

window.wagtail.app.register("parcours-board", BoardController);
