"""The search box."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """What to look for. A form, so that NUL bytes and endless input stop here."""

    query = forms.CharField(
        label=_("Search the intranet"), max_length=200, required=False, strip=True
    )
