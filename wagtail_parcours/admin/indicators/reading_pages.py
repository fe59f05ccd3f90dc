"""Changing and deleting one reading. What was deleted can be brought back from the record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...models.indicators import readings_of
from ...rendering.figures import amount
from .reading_form import ReadingForm
from .readings import ReadingsPageMixin, ReadingsView, reading_words


class ReadingPage(ReadingsPageMixin, WagtailAdminTemplateMixin, TemplateView):
    """One reading of the indicator in the address; of no other one."""

    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reading = get_object_or_404(readings_of(self.object), pk=kwargs["reading"])
        # As it is stored: a form changes the reading before it is known to be right.
        self.words = {"reading": reading_words(self.reading)}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *trail, here = super().get_breadcrumbs_items()
        return [*trail, {"url": self.readings_url, "label": ReadingsView.page_title}, here]


class EditReadingView(ReadingPage):
    """The line of a reading, to be corrected."""

    template_name = "wagtail_parcours/admin/indicators/edit_reading.html"

    def get_page_title(self) -> str:
        return _("Change the reading of %(reading)s") % self.words

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReadingForm(request.POST, instance=self.reading, indicator=self.object)
        if form.is_valid() and form.save_once():
            words = {"reading": reading_words(form.instance)}
            messages.success(request, _("The reading of %(reading)s was changed.") % words)
            return redirect(self.readings_url)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.setdefault("form", ReadingForm(instance=self.reading, indicator=self.object))
        return {
            **context,
            "media": form.media,
            "readings_url": self.readings_url,
            "delete_url": self.reading_url(self.delete_reading_url_name, self.reading),
        }


class DeleteReadingView(ReadingPage):
    """Asks, then deletes, and offers the way back."""

    template_name = "wagtail_parcours/admin/indicators/delete_reading.html"

    def get_page_title(self) -> str:
        return _("Delete the reading of %(reading)s") % self.words

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.reading.pk
        self.reading.delete()
        last = type(self.reading).history.filter(id=pk).order_by("-history_id").first()
        buttons = []
        if last is not None:
            url = self.address(self.restore_reading_url_name, last.history_id)
            buttons.append(messages.button(url, _("Bring it back")))
        text = _("The reading of %(reading)s was deleted.") % self.words
        messages.success(request, text, buttons=buttons)
        return redirect(self.readings_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "value": amount(self.reading.value, self.object.unit),
            "reading": self.reading,
            "readings_url": self.readings_url,
        }
