"""Write anew what is known of translated maps: run it once after the plugin is installed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from ...models import JourneyMapMixin, MapTranslation, base_page_model
from ...translation.records import infer_pairs, record_of, renew, rows_with_cells
from ...translation.wordings import rewrite_wording

#: Pages read in one go.
CHUNK = 50


class Command(BaseCommand):
    help = (
        "Records the texts of live maps, and of every translated map what it was made from. What "
        "is recorded already is kept: only what nobody recorded is inferred. A text that equals "
        "its source is taken for untranslated, any other for made from the source as it is now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--forget",
            action="store_true",
            help="Forget what is recorded of translations first, and infer all of it anew.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forget"]:
            MapTranslation.objects.all().delete()
        maps = base_page_model().objects.type(JourneyMapMixin).order_by("pk")
        total, found = maps.count(), 0
        # The wordings first: a translation is compared with that of its source.
        for done, page in enumerate(maps.specific().iterator(chunk_size=CHUNK), start=1):
            rewrite_wording(page)
            self.tell(options, done, total, "Recorded the texts of %d of %d maps")
        if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            own = maps.filter(alias_of__isnull=True).specific().iterator(chunk_size=CHUNK)
            for done, page in enumerate(own, start=1):
                found += self.record(page)
                self.tell(options, done, total, "Looked at %d of %d maps for translations")
        if options["verbosity"]:
            self.stdout.write(f"{found} translations of {total} maps are recorded.")

    def tell(self, options: dict[str, Any], done: int, total: int, words: str) -> None:
        if options["verbosity"] and done % CHUNK == 0:
            self.stdout.write(words % (done, total))

    @transaction.atomic
    def record(self, page: Any) -> bool:
        row = MapTranslation.objects.filter(page_id=page.pk).first()
        if row is not None and row.source_id is None:
            # Its source was deleted: it may be a translation of another page by now.
            row.delete()
            row = None
        if row is None:
            return record_of(page) is not None
        row = rows_with_cells().get(pk=row.pk)
        infer_pairs(row, page)
        renew(rows_with_cells().filter(pk=row.pk))
        return True
