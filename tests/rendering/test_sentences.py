"""Every sentence that a published page makes up, in English and in French.

French says 0 in the singular; English does not.
"""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from wagtail_parcours.insights.catalogue import Catalogue
from wagtail_parcours.journeys.curve import emotion_curve
from wagtail_parcours.journeys.model import Experience, Stage, StageTable
from wagtail_parcours.models import Persona
from wagtail_parcours.rendering.approval import listed
from wagtail_parcours.rendering.cards import missing_sentence
from wagtail_parcours.rendering.curve_sentences import curve_sentence
from wagtail_parcours.rendering.grid import stage_grid
from wagtail_parcours.rendering.parts import document_kind
from wagtail_parcours.rendering.people import facts
from wagtail_parcours.rendering.projects import progress_sentence
from wagtail_parcours.rendering.texts import day, enumerated

NBSP = "\u00a0"


def curve(*levels):
    return curve_sentence(
        emotion_curve(
            Stage(id=str(number), name=f"S{number}", experience=Experience(satisfaction=level))
            for number, level in enumerate(levels, start=1)
        )
    )


def caption(stages):
    table = StageTable(title="T", stages=tuple(Stage(id=str(n)) for n in range(stages)))
    return stage_grid(table, lanes=[], channel_name=str, anchor="t").caption


def heading(found, total=None):
    catalogue = Catalogue.__new__(Catalogue)
    results = SimpleNamespace(paginator=SimpleNamespace(count=found))
    catalogue.__dict__.update(
        query="x" if total is not None else "", filters={}, results=results, total=total
    )
    return catalogue.heading


def gone(count):
    return missing_sentence(count, SimpleNamespace(current_map=object()))


def hidden(count):
    return missing_sentence(count, SimpleNamespace(current_map=None))


def progress(done, total):
    return progress_sentence([{"done": done, "total": total}])


def origin(interviews):
    return Persona(origin="composite", interviews=interviews).origin_label


def share(number):
    return facts(Persona(share=Decimal(number)))[-1][1]


def people(*names):
    return listed([mark_safe(name) for name in names])


def size(number):
    return document_kind(SimpleNamespace(file_extension="pdf", file_size=number))


SENTENCES = [
    (lambda: curve(1, 0), "by 1 level.", "de 1 niveau"),
    (lambda: curve(2, -1), "by 3 levels.", "de 3 niveaux"),
    (lambda: curve(None, 1), "Only one stage has", "Une seule étape"),
    (lambda: curve(0, 0), "the same at every stage: 0 Neutral.", "0 Neutre"),
    (lambda: curve(-1, 2), "and never drops on the way.", "ne baisse jamais"),
    (lambda: caption(0), "0 stages in columns", "0 étape"),
    (lambda: caption(1), "1 stage in a column", "1 étape"),
    (lambda: caption(2), "2 stages in columns", "2 étapes"),
    (lambda: caption(30), "30 stages in columns", "30 étapes"),
    (lambda: heading(0), "0 maps", "0 schéma"),
    (lambda: heading(1), "1 map", "1 schéma"),
    (lambda: heading(2), "2 maps", "2 schémas"),
    (lambda: heading(0, 1), "0 of 1 map", f"Schémas trouvés{NBSP}: 0 sur 1"),
    (lambda: heading(0, 5), "0 of 5 maps", f"Schémas trouvés{NBSP}: 0 sur 5"),
    (lambda: heading(3, 5), "3 of 5 maps", f"Schémas trouvés{NBSP}: 3 sur 5"),
    (lambda: gone(1), "1 barrier that is", "1 obstacle qui"),
    (lambda: gone(2), "2 barriers that are", "2 obstacles qui"),
    (lambda: hidden(1), "1 barrier of a map", "1 obstacle d’un schéma"),
    (lambda: hidden(40), "40 barriers of a map", "40 obstacles d’un schéma"),
    (
        lambda: progress(0, 12),
        "0 of 12 actions of the method are done.",
        f"réalisées{NBSP}: 0 sur 12.",
    ),
    (
        lambda: progress(1, 12),
        "1 of 12 actions of the method are done.",
        f"réalisées{NBSP}: 1 sur 12.",
    ),
    (
        lambda: progress(8, 12),
        "8 of 12 actions of the method are done.",
        f"réalisées{NBSP}: 8 sur 12.",
    ),
    (lambda: origin(1), "Composite of 1 interview", "1 entrevue"),
    (lambda: origin(12), "Composite of 12 interviews", "12 entrevues"),
    (lambda: share("18.50"), "18.5% of the clients", f"18,5{NBSP}% des clients"),
    (lambda: people("A"), "A", "A"),
    (lambda: people("A", "B"), "A and B", "A et B"),
    (lambda: people("A", "B", "C"), "A, B and C", "A, B et C"),
    (lambda: enumerated(["A", "B"]), "A, B", "A, B"),
    (lambda: day("2026-03-01"), "March 1, 2026", "1 mars 2026"),
    (lambda: size(1843), f"PDF, 1.8{NBSP}KB", f"PDF, 1,8{NBSP}Kio"),
    (lambda: size(1), f"PDF, 1{NBSP}byte", f"PDF, 1{NBSP}octet"),
]


@pytest.mark.parametrize(("say", "english", "french"), SENTENCES)
def test_each_sentence_is_grammatical_in_both_languages(say, english, french):
    with translation.override("en"):
        assert english in say()
    with translation.override("fr"):
        assert french in say()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
def test_arabic_has_a_form_for_each_kind_of_number(count):
    with translation.override("ar"):
        assert str(count) in heading(count)
        assert "map" not in heading(count)
        assert enumerated(["أ", "ب"]) == "أ، ب"
