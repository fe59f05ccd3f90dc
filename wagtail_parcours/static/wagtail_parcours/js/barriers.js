/**
 * Which barriers an improvement removes: a list to tick, kept as ids in a hidden field.
 *
 * The list comes from the current-state map that the page is linked to. What was chosen stays in
 * the field whatever happens to the list.
 */

const { Controller } = window.StimulusModule;
const { make, format, load, addressFor } = window.wagtailParcours;

const SOURCE_FIELD = "current_map";

class BarriersController extends Controller {
  static values = { url: String, strings: Object };

  connect() {
    this.summary = make("summary", { class: "parcours-barriers__summary" });
    this.content = make("div", { class: "parcours-barriers__content" });
    this.panel = make("details", { class: "parcours-barriers" }, this.summary, this.content);
    this.element.after(this.panel);
    this.onToggle = () => this.panel.open && this.show();
    this.onSource = ({ target }) => target.name === SOURCE_FIELD && this.panel.open && this.show();
    this.panel.addEventListener("toggle", this.onToggle);
    document.addEventListener("change", this.onSource);
    this.count();
  }

  disconnect() {
    document.removeEventListener("change", this.onSource);
    this.panel.remove();
  }

  get chosen() {
    return this.element.value.split(/\s+/).filter(Boolean);
  }

  /** The hidden field of the page chooser in the same form, where there is one. */
  get source() {
    return this.element.form?.elements.namedItem(SOURCE_FIELD);
  }

  count() {
    const { stringsValue: strings } = this;
    const count = this.chosen.length;
    const text = [strings.none, strings.one][count] || format(strings.several, { count });
    this.summary.textContent = text;
  }

  say(text, ...more) {
    this.content.replaceChildren(make("p", { class: "help", role: "status" }, text), ...more);
  }

  async show() {
    const { stringsValue: strings, source } = this;
    if (!source) {
      this.say(strings.elsewhere);
      return;
    }
    const page = source.value;
    if (!page) {
      this.say(strings.choose);
      return;
    }
    this.say(strings.loading);
    try {
      const found = await load(addressFor(this.urlValue, page));
      // Another map may have been chosen while this one was on its way.
      if (this.source?.value === page) this.list(found);
    } catch {
      const retry = make("button", { type: "button", class: "button button-small" }, strings.retry);
      retry.addEventListener("click", () => this.show());
      this.say(strings.failed, retry);
    }
  }

  list({ map, stages }) {
    const { stringsValue: strings } = this;
    const known = new Set(stages.flatMap(({ findings }) => findings.map(({ id }) => id)));
    const gone = this.chosen.filter((id) => !known.has(id));
    if (!known.size && !gone.length) {
      this.say(format(strings.empty, { map }));
      return;
    }
    const groups = stages.map(({ name, findings }) =>
      this.group(
        name || strings.unnamed,
        findings.map(({ id, kind, text }) => this.option(id, text, kind)),
      ),
    );
    if (gone.length) {
      const options = gone.map((id) => this.option(id, format(strings.goneItem, { id }), ""));
      groups.push(this.group(strings.gone, options));
    }
    const legend = make("legend", { class: "w-sr-only" }, strings.legend);
    const from = make("p", { class: "help" }, format(strings.source, { map }));
    this.content.replaceChildren(
      make("fieldset", { class: "parcours-barriers__list" }, legend, from, ...groups),
    );
  }

  group(name, options) {
    const id = `${this.element.id}-stage-${this.content.dataset.next || 0}`;
    this.content.dataset.next = Number(this.content.dataset.next || 0) + 1;
    return make(
      "div",
      { class: "parcours-barriers__group", role: "group", "aria-labelledby": id },
      make("p", { class: "parcours-barriers__stage", id }, name),
      ...options,
    );
  }

  option(id, text, kind) {
    // No name: only the hidden field is posted.
    const box = make("input", { type: "checkbox", value: id });
    box.checked = this.chosen.includes(id);
    box.addEventListener("change", (event) => {
      event.stopPropagation();
      this.choose(id, box.checked);
    });
    const words = make("span", {}, text);
    if (kind) words.prepend(make("span", { class: "parcours-barriers__kind" }, kind), " ");
    return make("label", { class: "parcours-barriers__option" }, box, words);
  }

  choose(id, wanted) {
    const others = this.chosen.filter((other) => other !== id);
    this.element.value = (wanted ? [...others, id] : others).join("\n");
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
    this.count();
  }
}

window.wagtail.app.register("parcours-barriers", BarriersController);
