"""What an editor does with a remark: accept it, decline it, answer it, show it to all."""

from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from ..models import Remark, RemarkStep
from .links import token_of


def treat(remark: Remark, editor: Any) -> None:
    """Store a remark that an editor changed, with a step of its history.

    Whoever left an address is told when there is an answer that was not there before.
    """
    with transaction.atomic():
        before = Remark.objects.select_for_update().get(pk=remark.pk).answer
        remark.save(update_fields=["state", "answer", "is_public", "public_text"])
        RemarkStep.objects.create(
            remark=remark,
            editor=editor,
            state=remark.state,
            answer=remark.answer,
            is_public=remark.is_public,
        )
        if remark.email and remark.answer and remark.answer != before:
            transaction.on_commit(lambda: tell(remark))


def tell(remark: Remark) -> None:
    """Send the way to the answer, in the language of the map; the answer itself stays there."""
    page = remark.page.specific
    with translation.override(page.locale.language_code):
        subject = gettext("Your remark on “%(title)s” was answered") % {"title": page.title}
        address = f"{page.full_url or ''}answer/?remark={token_of(remark)}"
        text = gettext("Read the answer here: %(address)s") % {"address": address}
        send_mail(" ".join(subject.split()), text, None, [remark.email], fail_silently=True)
