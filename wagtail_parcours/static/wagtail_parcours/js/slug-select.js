/**
 * A select that keeps a stored value which is not offered any more.
 *
 * An ordinary select would show its blank option instead, and the next save would lose the value.
 */

const Select = window.telepath.constructors["wagtail.widgets.Select"];
const BoundSelect = new Select("").boundWidgetClass;

class BoundSlugSelect extends BoundSelect {
  setState(state) {
    const values = Array.isArray(state) ? state : [state ?? ""];
    const offered = new Set(Array.from(this.input.options, (option) => option.value));
    values
      .filter((value) => value && !offered.has(value))
      .forEach((value) => {
        const label = this.input.dataset.parcoursGone.replace("%(value)s", value);
        this.input.add(new Option(label, value));
      });
    super.setState(values);
  }
}

class SlugSelect extends Select {
  boundWidgetClass = BoundSlugSelect;
}

window.telepath.register("wagtail_parcours.SlugSelect", SlugSelect);
