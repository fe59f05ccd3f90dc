"""Which version a translation was made from, in words: people do not read seals."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ...journeys import JourneyFormatError, SealedContent, read_sealed
from ...models import SealedVersion, SignOff, SignOffKind
from ...translation.languages import language_in_sentence

#: Characters of a seal that tell two versions apart which nobody signed.
MARK = 8


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The version with this seal: the last signature on it, and its content when it is kept."""

    seal: str
    record: SignOff | None = None

    @property
    def content(self) -> SealedContent | None:
        """None when nobody signed it, or what was kept of it cannot be read."""
        text = SealedVersion.objects.filter(seal=self.seal).values_list("content", flat=True)
        try:
            return read_sealed(text[0])
        except (IndexError, JourneyFormatError):
            return None

    def sentence(self, language: str) -> str:
        """`language` names that of the source, for a version that left no record."""
        if self.record is None:
            return _("Made from a version in %(language)s that nobody signed.") % {
                "language": language
            }
        return _("On %(date)s people signed the version in %(language)s that it was made from.") % {
            "language": language_in_sentence(self.record.language),
            "date": day_of(self.record),
        }

    @property
    def words(self) -> str:
        """The same as the value of a field, where the map is not at hand."""
        if self.record is None:
            return _("A version that nobody signed (%(mark)s)") % {"mark": self.seal[:MARK]}
        return _("The version in %(language)s that was signed on %(date)s") % {
            "language": language_in_sentence(self.record.language),
            "date": day_of(self.record),
        }


def made_from(seal: str) -> MadeFrom:
    """What is known of the version with this seal. One query."""
    signatures = SignOff.objects.filter(seal=seal, kind=SignOffKind.SIGNATURE)
    return MadeFrom(seal, signatures.order_by("-position").first())


def day_of(record: SignOff) -> str:
    return date_format(localtime(record.signed_at), "DATETIME_FORMAT")
