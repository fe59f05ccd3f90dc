/**
 * The stages of the larger map, in the list from which the stage shown in detail is chosen.
 *
 * The server fills the list for the map that is saved. When another map is chosen, its stages are
 * asked for; a stage that it has as well stays chosen, because a map has the same stages in every
 * language. What was chosen is lost only when a list without it has arrived.
 */

const { Controller } = window.StimulusModule;
const { make, format, load, addressFor } = window.wagtailParcours;

const MAP_FIELD = "detailed_map";

class LargerMapController extends Controller {
  static values = { url: String, strings: Object };

  connect() {
    this.note = make("div", { class: "parcours-larger-map" });
    this.element.after(this.note);
    this.shown = this.map?.value;
    this.onChoice = ({ target }) => target.name === MAP_FIELD && this.show();
    document.addEventListener("change", this.onChoice);
    if (this.map && !this.shown) this.say(this.stringsValue.choose);
  }

  disconnect() {
    document.removeEventListener("change", this.onChoice);
    this.note.remove();
  }

  /** The hidden field of the page chooser in the same form. */
  get map() {
    return this.element.form?.elements.namedItem(MAP_FIELD);
  }

  say(text, ...more) {
    const words = text ? [make("p", { class: "help", role: "status" }, text)] : [];
    this.note.replaceChildren(...words, ...more);
  }

  async show() {
    const { stringsValue: strings, map } = this;
    const page = map?.value;
    if (page === this.shown) return;
    if (!page) {
      this.shown = page;
      this.list([]);
      this.say(strings.choose);
      return;
    }
    this.say(strings.loading);
    try {
      const found = await load(addressFor(this.urlValue, page));
      // Another map may have been chosen while this one was on its way.
      if (this.map?.value !== page) return;
      this.shown = page;
      this.list(found.stages);
      this.say(found.stages.length ? "" : format(strings.empty, { map: found.map }));
    } catch {
      if (this.map?.value !== page) return;
      const retry = make("button", { type: "button", class: "button button-small" }, strings.retry);
      retry.addEventListener("click", () => this.show());
      this.say(strings.failed, retry);
    }
  }

  list(stages) {
    const { value } = this.element;
    const kept = stages.some(({ id }) => id === value) ? value : "";
    this.element.replaceChildren(
      new Option(this.stringsValue.none, ""),
      ...stages.map(({ id, name }) => new Option(name, id)),
    );
    this.element.value = kept;
    if (kept !== value) this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

window.wagtail.app.register("parcours-larger-map", LargerMapController);
