/**
 * What the board's scripts know of the states of Wagtail's blocks.
 */

/** `crypto.randomUUID` is missing on intranets without TLS. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The state of a copy: the same, with new ids for everything that has one. */
function duplicateState(definition, state) {
  if (Array.isArray(state) && (definition.childBlockDefsByName || definition.childBlockDef)) {
    return state.map((item) => ({
      ...item,
      id: uuid(),
      value: duplicateState(
        definition.childBlockDef || definition.childBlockDefsByName[item.type],
        item.value,
      ),
    }));
  }
  if (definition.childBlockDefsByName && state && typeof state === "object") {
    return Object.fromEntries(
      Object.entries(state).map(([name, value]) => [
        name,
        duplicateState(definition.childBlockDefsByName[name], value),
      ]),
    );
  }
  return state;
}

/** What a closed cell shows: its own words, one entry per line. */
function previewText(state) {
  if (typeof state === "string") return state;
  if (Array.isArray(state)) {
    return state
      .map((item) => (item && typeof item.value === "object" ? previewText(item.value) : ""))
      .filter(Boolean)
      .join("\n");
  }
  if (state && typeof state === "object") {
    return [state.text, state.emotions, state.words].filter(Boolean).join("\n");
  }
  return "";
}

/** The lanes that the table around `element` shows; null outside a table: all of them. */
function shownLanes(element) {
  const choices = element.closest(".parcours-table")?.querySelector('[data-contentpath="lanes"]');
  if (!choices) return null;
  return new Set(Array.from(choices.querySelectorAll("input:checked"), (input) => input.value));
}

window.wagtailParcours = { ...window.wagtailParcours, duplicateState, previewText, shownLanes };
