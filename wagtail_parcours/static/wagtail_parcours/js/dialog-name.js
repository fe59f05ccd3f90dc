/**
 * Names the dialog that it stands in by its heading: Wagtail opens its workflow dialogs without a
 * name, and a screen reader would announce nothing but "dialog".
 */

const { Controller } = window.StimulusModule;

class DialogNameController extends Controller {
  connect() {
    const dialog = this.element.closest("[role=dialog]");
    const heading = dialog?.querySelector("h1, h2");
    if (heading) dialog.setAttribute("aria-label", heading.textContent.trim());
  }
}

window.wagtail.app.register("parcours-dialog-name", DialogNameController);
