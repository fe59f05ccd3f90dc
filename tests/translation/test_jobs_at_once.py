"""Two people submit the same map at the same moment: nobody meets an error, nothing is double."""

import random

import pytest
from wagtail_localize.models import String, StringSegment, Translation

from tests.factories import PersonaFactory, make_map
from tests.governance.races import together
from tests.governance.routes import (
    count_on_from_what_is_there,
    logged_in,
    make_superuser,
    translate_home,
)
from tests.translation.queues import NO_QUEUE, QUEUE
from wagtail_parcours.models import CurrentStateMapPage, Persona, TranslationJob

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("tasks", [NO_QUEUE, QUEUE])
def test_the_same_submission_twice_at_once(locale_en, locale_fr, settings, tasks):
    count_on_from_what_is_there()
    translate_home(locale_fr)
    page = make_map(2, 4, persona=PersonaFactory())
    page.save_revision().publish()
    address = f"/admin/localize/submit/page/{page.pk}/"
    browsers = [logged_in(make_superuser(name)) for name in ("anne", "bob")]
    settings.TASKS = tasks

    def post(browser):
        return lambda: browser.post(address, {"locales": [locale_fr.pk]})

    answers = together(*map(post, browsers), chance=random.Random(1))
    # The second may find that the language is not offered any more.
    assert {answer.status for answer in answers} <= {200, 302}
    if tasks == QUEUE:
        assert TranslationJob.objects.count() == 1
        return
    french = CurrentStateMapPage.objects.get(locale=locale_fr)
    assert french.translation_key == page.translation_key
    assert Persona.objects.filter(locale=locale_fr).count() == 1
    assert Translation.objects.filter(target_locale=locale_fr).count() == 2
    places = StringSegment.objects.values_list("source", "context", "order")
    assert len(places) == len(set(places))
    assert len(set(String.objects.values_list("data", flat=True))) == String.objects.count()
