"""The signed link with which a reader comes back to a remark; it needs no account and no row.

Signed without the time, which would say when an anonymous remark was made.
"""

from typing import Any

from django.core import signing

from ..models import Remark

SALT = "wagtail_parcours.feedback.remark"


def token_of(remark: Remark) -> str:
    return signing.Signer(salt=SALT).sign(f"{remark.page_id}-{remark.pk}")


def read_token(page: Any, token: str) -> Remark | None:
    """The remark of a token that was given for this map; None for any other text."""
    try:
        page_id, _dash, pk = signing.Signer(salt=SALT).unsign(token[:200]).partition("-")
    except signing.BadSignature:
        return None
    if page_id != str(page.pk):
        return None
    return Remark.objects.filter(pk=int(pk), page_id=page.pk).first()
