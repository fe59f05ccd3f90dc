/**
 * Making elements and filling in texts, for the other scripts of the editor.
 *
 * Shared by a global, not by `import`: where static files have hashed names, the address in an
 * `import` would be wrong.
 */

/** An element with attributes and children, which may be text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

/** A text of the server with its `%(name)s` filled in. */
function format(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

window.wagtailParcours = { ...window.wagtailParcours, make, format };
