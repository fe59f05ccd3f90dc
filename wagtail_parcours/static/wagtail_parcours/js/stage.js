/**
 * A stage of the board: a struct block that opens its cells when they come into sight.
 *
 * A closed cell shows its text and keeps the state that the server sent. The stage posts one
 * hidden field (see blocks/on_demand.py), filled in while the browser collects the page's form;
 * its own fields live in a form of their own. So opening a cell never looks like an edit, and
 * what Wagtail compares twice a second stays small however large the map is.
 */

const { StructBlockDefinition } = window.wagtailStreamField.blocks;
const { duplicateState, make, previewText, shownLanes } = window.wagtailParcours;

const POSTED_SUFFIX = ":on-demand";
const UNREADABLE = ":unreadable";
const NEVER_POSTED = new Set(["button", "submit", "reset", "image", "file", "fieldset", "output"]);
/**
 * A stage opens so far ahead of being seen: down the page, and to the sides of the board. Not
 * beside it: a closed cell shows its words already, and one column more makes a long map open a
 * fifth slower.
 */
const BELOW = "1600px";
const BESIDE = "0px";
/** Milliseconds that opening may take at a time. */
const SLICE = 30;

/** Stages that came near the visible part of the board: those that came last are opened first. */
let queue = new Set();

/** A slice of opening, then the browser draws and takes input, then the next. */
function openNext() {
  const until = performance.now() + SLICE;
  for (const stage of queue) {
    if (!stage.element.isConnected || stage.openShown(until)) queue.delete(stage);
    if (performance.now() > until) break;
  }
  if (queue.size) setTimeout(openNext);
}

const sight = new IntersectionObserver(
  (entries) => {
    const idle = !queue.size;
    const near = entries.filter(({ isIntersecting }) => isIntersecting);
    near.forEach(({ target }) => sight.unobserve(target));
    // What was scrolled past must not keep what is in sight waiting.
    queue = new Set([...near.map(({ target }) => target.parcoursStage), ...queue]);
    if (idle) openNext();
  },
  // The admin's page scrolls inside the window, and the board inside the page.
  { rootMargin: `${BELOW} ${BESIDE}`, scrollMargin: `${BELOW} ${BESIDE}` },
);

class StageBlock {
  constructor(blockDef, placeholder, prefix, initialState, initialError) {
    this.blockDef = blockDef;
    this.type = blockDef.name;
    this.prefix = prefix;
    this.options = blockDef.meta.parcours;
    const { [UNREADABLE]: unreadable = false, ...states } = initialState || {};
    /** The server could not read what was posted: what is stored must not be replaced. */
    this.unreadable = unreadable;
    /** States of the closed children, by name. */
    this.states = states;
    /** Wagtail's block objects of the opened children, by name. */
    this.childBlocks = {};
    this.cells = {};
    this.seen = false;

    this.posted = make("input", {
      type: "hidden",
      name: prefix + POSTED_SUFFIX,
      "data-parcours-posted": "",
    });
    this.posted.parcoursStage = this;
    // A form in the form, which only scripts can make: its fields are not the page's fields.
    this.element = make("form", {
      class: blockDef.meta.classname || "",
      novalidate: "",
      "data-parcours-stage": "",
    });
    this.element.parcoursStage = this;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
    this.container = window.jQuery(this.element);

    const target = placeholder.jquery ? placeholder[0] : placeholder;
    target.replaceWith(this.posted, this.element);
    this.render();
    Object.entries(blockDef.meta.attrs || {}).forEach(([name, value]) =>
      this.element.setAttribute(name, value),
    );

    this.pristine = this.compose();
    this.baseline = this.snapshot();
    this.posted.value = this.getPosted();
    this.element.inert = this.unreadable;
    this.showLanes(shownLanes(this.element));
    if (initialError) this.setError(initialError);
    if (!this.seen) sight.observe(this.element);
    document.dispatchEvent(new CustomEvent("parcours:stage"));
    // A click or the keyboard may come before sight does.
    this.element.addEventListener("focusin", () => this.openShown());
    this.element.addEventListener("pointerdown", () => this.openShown());
  }

  render() {
    const { header, lanes, waiting } = this.options;
    const keys = lanes.map((lane) => lane.key);
    const names = this.blockDef.childBlockDefs.map((definition) => definition.name);
    const others = names.filter((name) => !keys.includes(name) && !header.includes(name));

    this.notes = make("div", { class: "parcours-stage__notes" });
    if (this.blockDef.meta.helpText) {
      const help = make("div", { class: "help" });
      help.innerHTML = this.blockDef.meta.helpText; // unescaped, as per Django conventions
      this.notes.append(help);
    }
    [...header, ...others].forEach((name) => {
      if (!names.includes(name)) return;
      const parent = name === "name" ? this.element : this.notes;
      parent.append(this.makeCell(name, "parcours-stage__field"));
    });
    this.addGuidance();
    this.element.append(this.notes);
    lanes.forEach(({ key, side }, row) => {
      const cell = this.makeCell(key, "parcours-stage__cell");
      // Each lane has its row, shown or not: a row without cells has no height.
      cell.style.setProperty("--parcours-row", row);
      cell.setAttribute("data-parcours-lane", key);
      cell.setAttribute("data-parcours-side", side);
      this.element.append(cell);
    });
    names.filter((name) => !waiting.includes(name)).forEach((name) => this.mount(name));
    Object.values(this.cells).forEach((cell) => this.preview(cell));
  }

  makeCell(name, className) {
    const cell = make("div", { class: className, "data-contentpath": name });
    cell.setAttribute("data-parcours-child", name);
    this.cells[name] = cell;
    return cell;
  }

  addGuidance() {
    const text = this.options.guidance[this.states.framework_stage];
    if (!text) return;
    this.notes.append(
      make(
        "details",
        { class: "parcours-stage__guidance" },
        make("summary", {}, this.options.strings.guidance),
        make("p", {}, text),
      ),
    );
  }

  preview(cell) {
    const name = cell.dataset.parcoursChild;
    if (this.childBlocks[name]) return;
    const definition = this.blockDef.childBlockDefsByName[name];
    cell.replaceChildren(
      make("div", { class: "w-field__label" }, definition.meta.label),
      make("div", { class: "parcours-stage__preview" }, previewText(this.states[name])),
    );
  }

  /** Open children, as many as there is time for; what is posted stays what it was. */
  openCells(names, until = Infinity) {
    const closed = names.filter((name) => !this.childBlocks[name]);
    if (!closed.length) return true;
    const unchanged = this.snapshot() === this.baseline;
    const late = closed.findIndex((name) => {
      this.mount(name);
      return performance.now() > until;
    });
    if (unchanged) this.baseline = this.snapshot();
    return late < 0 || late === closed.length - 1;
  }

  open(name) {
    this.openCells([name]);
    return this.childBlocks[name];
  }

  /** From here on the child is an ordinary Wagtail block. */
  mount(name) {
    const definition = this.blockDef.childBlockDefsByName[name];
    const cell = this.cells[name];
    const isGroup = definition instanceof StructBlockDefinition;
    const target = make("div", { "data-streamfield-block": "" });
    cell.replaceChildren(target);
    // In a cell, a group needs no panel of its own to fold.
    if (isGroup) definition.collapsible = false;

    const child = definition.render(
      target,
      `${this.prefix}-${name}`,
      this.states[name],
      undefined,
      new Map(),
    );
    delete this.states[name];
    this.childBlocks[name] = child;
    this.label(cell, definition, child);
    // Entries already there show as one line each; Wagtail opens a new one by itself.
    if (definition.groupedChildBlockDefs) child.children.forEach((entry) => entry.collapse());
  }

  label(cell, definition, child) {
    const { label, required } = definition.meta;
    if (child.idForLabel) {
      const element = make("label", { class: "w-field__label", for: child.idForLabel }, label);
      if (required) element.append(make("span", { class: "w-required-mark" }, "*"));
      cell.prepend(element);
    } else {
      cell.setAttribute("role", "group");
      cell.setAttribute("aria-label", label);
      cell.prepend(make("div", { class: "w-field__label", "aria-hidden": "true" }, label));
    }
  }

  /** Open what the table shows; says whether all of it is open. */
  openShown(until) {
    this.seen = true;
    return this.openCells(
      Object.keys(this.cells).filter((name) => !this.cells[name].hidden),
      until,
    );
  }

  /** Show the lanes of the table; the others keep what they hold. */
  showLanes(lanes) {
    Object.entries(this.cells).forEach(([name, cell]) => {
      if (!cell.hasAttribute("data-parcours-lane")) return;
      // What is wrong in a lane that is switched off must not hide with it.
      const wrong = cell.querySelector(".w-field--error, .help-critical");
      cell.hidden = lanes && !wrong ? !lanes.has(name) : false;
    });
    if (this.seen) this.openShown();
  }

  /** As the browser would post them; `new FormData` would have the page's style computed. */
  fields() {
    return Array.from(this.element.elements).flatMap((field) => {
      const { name, type, value } = field;
      if (!name || NEVER_POSTED.has(type) || field.matches(":disabled")) return [];
      if ((type === "checkbox" || type === "radio") && !field.checked) return [];
      const values =
        type === "select-multiple"
          ? Array.from(field.selectedOptions, (option) => option.value)
          : [value];
      return values.map((item) => [name.slice(this.prefix.length), item]);
    });
  }

  snapshot() {
    return JSON.stringify(this.fields());
  }

  compose() {
    return JSON.stringify({ closed: this.states, open: this.fields() });
  }

  /** What the stage posts: to the letter what it was opened with, until something changes. */
  getPosted() {
    if (this.unreadable) return "";
    return this.snapshot() === this.baseline ? this.pristine : this.compose();
  }

  setState(state) {
    Object.entries(state).forEach(([name, value]) => {
      if (this.childBlocks[name]) {
        this.childBlocks[name].setState(value);
      } else {
        this.states[name] = value;
        this.preview(this.cells[name]);
      }
    });
    this.pristine = this.compose();
    this.baseline = this.snapshot();
    this.posted.value = this.pristine;
  }

  getState() {
    return this.collect((child) => child.getState());
  }

  getDuplicatedState() {
    return this.collect(
      (child) => (child.getDuplicatedState ? child.getDuplicatedState() : child.getState()),
      (name, state) => duplicateState(this.blockDef.childBlockDefsByName[name], state),
    );
  }

  getValue() {
    // A state is not a value (a select's state is a list): let Wagtail's blocks tell.
    this.openCells(Object.keys(this.cells));
    return this.collect((child) => child.getValue());
  }

  collect(fromChild, fromState = (name, state) => state) {
    return Object.fromEntries(
      this.blockDef.childBlockDefs.map(({ name }) => [
        name,
        this.childBlocks[name]
          ? fromChild(this.childBlocks[name])
          : fromState(name, this.states[name]),
      ]),
    );
  }

  setError(error) {
    if (!error) return;
    this.notes.querySelectorAll(":scope > .help-critical").forEach((note) => note.remove());
    (error.messages || []).forEach((message) => {
      this.notes.prepend(make("p", { class: "help-block help-critical" }, message));
    });
    Object.entries(error.blockErrors || {}).forEach(([name, childError]) => {
      const child = this.open(name);
      this.openShown();
      this.cells[name].hidden = false;
      child.setError(childError);
      const element = child.container?.[0] || child.element;
      element.dispatchEvent(new Event("beforematch", { bubbles: true }));
    });
    if (error.blockErrors || error.messages?.length) {
      this.element.dispatchEvent(new CustomEvent("parcours:error", { bubbles: true }));
    }
  }

  getTextLabel(opts) {
    const { labelFormat } = this.blockDef.meta;
    const textOf = (name) => {
      if (this.childBlocks[name]) return this.childBlocks[name].getTextLabel?.(opts) || "";
      const text = previewText(this.states[name]).trim();
      const { maxLength } = opts || {};
      return maxLength && text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
    };
    if (typeof labelFormat === "string") {
      return labelFormat.replace(/\{(\w+)\}/g, (_, name) => (this.cells[name] ? textOf(name) : ""));
    }
    return textOf("name");
  }

  focus(opts) {
    this.openShown();
    (this.childBlocks.name || Object.values(this.childBlocks)[0])?.focus(opts);
  }
}

class StageBlockDefinition extends StructBlockDefinition {
  render(placeholder, prefix, initialState, initialError) {
    return new StageBlock(this, placeholder, prefix, initialState, initialError);
  }
}

document.addEventListener("formdata", ({ target, formData }) => {
  target.querySelectorAll("[data-parcours-posted]").forEach((input) => {
    if (input.form === target) formData.set(input.name, input.parcoursStage.getPosted());
  });
});

window.telepath.register("wagtail_parcours.StageBlock", StageBlockDefinition);
