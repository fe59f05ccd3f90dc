"""Whatever readers could notice gives another seal; what they cannot does not."""

import copy

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page
from wagtail_factories import ImageFactory

from tests.factories import PersonaFactory, make_map, persona_profile
from tests.governance.sealed_world import World, key, raw_of, save, seal, with_body
from wagtail_parcours.governance.sealing import seal_page, sealed_content
from wagtail_parcours.models import Channel, FutureStateMapPage, Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World.build()


# -- a visible change, another seal


def leaves(value, path=()):
    """The path of every value of a stored body that is no identity."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not (name in {"id", "type"} and {"id", "type"} <= value.keys()):
                yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path


def put(raw, path, value):
    *way, last = path
    for name in way:
        raw = raw[name]
    raw[last] = value


def at(raw, path):
    for name in path:
        raw = raw[name]
    return raw


OTHER = {
    "satisfaction": "2",
    "severity": "1",
    "date": "2020-02-02",
    "due": "2020-02-02",
    "persona": None,
    "image": None,
    "document": None,
}


def test_every_value_of_every_block_counts(world):
    raw = raw_of(world.page)
    before = seal_page(with_body(world.page, raw))[0]
    paths = list(leaves(raw))
    seen = {}
    for path in paths:
        old = at(raw, path)
        new = not old if isinstance(old, bool) else OTHER.get(path[-1], f"{old} changed")
        changed = copy.deepcopy(raw)
        put(changed, path, new)
        seen[path] = seal_page(with_body(world.page, changed))[0]
        assert seen[path] != before, path
    assert len(paths) > 70
    # No two of these changes look the same.
    assert len(set(seen.values())) == len(paths)


def entries(value, path=()):
    """The path of every list of entries."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from entries(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from entries(inner, (*path, number))


def test_every_list_counts_in_its_order_and_length(world):
    raw = raw_of(world.page)
    before = seal_page(with_body(world.page, raw))[0]
    for path in entries(raw):
        for change in (lambda found: found[1:], lambda found: found[::-1], lambda found: found * 2):
            if change(at(raw, path)) == at(raw, path):
                continue
            changed = copy.deepcopy(raw)
            if path:
                put(changed, path, change(at(raw, path)))
            else:
                changed = change(raw)
            assert seal_page(with_body(world.page, changed))[0] != before, path


def test_a_lane_switched_off_and_lanes_in_another_order_count(world):
    raw = raw_of(world.page)
    before = seal_page(with_body(world.page, raw))[0]
    lanes = raw[1]["value"]["lanes"]
    for shown in (lanes[1:], lanes[::-1], [*lanes, "sees"]):
        raw[1]["value"]["lanes"] = shown
        assert seal_page(with_body(world.page, raw))[0] != before


@pytest.mark.parametrize(
    "field", ["title", "introduction", "framework", "seo_title", "search_description"]
)
def test_every_text_of_the_page_counts(world, field):
    before = seal_page(world.page)[0]
    setattr(world.page, field, "Another")
    assert seal_page(world.page)[0] != before


def test_fields_of_the_site_s_own_count(world, monkeypatch):
    """Every field that is neither Wagtail's nor the journey's is a site's own."""
    monkeypatch.setattr(FutureStateMapPage, "journey_fields", frozenset({"framework", "body"}))
    assert sealed_content(world.page).page["introduction"] == world.page.introduction
    before = seal_page(world.page)[0]
    world.page.introduction = "Another"
    assert seal_page(world.page)[0] != before


PERSONA_CHANGES = {
    "name": "Other",
    "role": "employee",
    "origin": "fictional",
    "interviews": 13,
    "photo_alt": "Other",
    "age": None,
    "narrative": "Other",
    "quote": "Other",
    "needs": "Other",
    "goals": "Other",
    "languages": "Other",
    "reading_level": "",
    "share": "18.51",
    "evidence": "Other",
    "photo": None,
    "target_group": None,
    "live": False,
}


def test_every_field_of_a_persona_that_readers_see_is_tried_here():
    seen = {field.name for field in Persona._meta.concrete_fields}
    bookkeeping = {
        "id", "translation_key", "locale", "locked", "locked_at", "locked_by", "expired",
        "expire_at", "go_live_at", "first_published_at", "last_published_at", "live_revision",
        "latest_revision", "has_unpublished_changes", "reviewed_on",
    }  # fmt: skip
    assert seen - bookkeeping - set(Persona.SENSITIVE_FIELDS) == set(PERSONA_CHANGES)


@pytest.mark.parametrize("field", PERSONA_CHANGES)
def test_what_readers_see_of_a_persona_counts(world, field):
    before = seal(world.page)
    save(world.persona, **{field: PERSONA_CHANGES[field]})
    assert seal(world.page) != before


def replace_file(world):
    save(world.things["picture"], file=ImageFactory(file__color="white").file, file_hash="")


def change_finding(world, field, value):
    raw = raw_of(world.today)
    raw[0]["value"]["stages"][0]["value"]["findings"][0]["value"][field] = value
    save(world.today, body=raw)


def change_stage(world):
    raw = raw_of(world.today)
    raw[0]["value"]["stages"][0]["value"]["name"] = "Other"
    save(world.today, body=raw)


SHOWN_CHANGES = {
    "photo": lambda w: save(w.persona, photo=ImageFactory(file__color="white")),
    "target group": lambda w: save(w.things["group"], name="Other"),
    "target group gone": lambda w: w.things["group"].delete(),
    "persona gone": lambda w: w.persona.delete(),
    "channel of a touchpoint": lambda w: save(w.things["channel telephone"], name="Other"),
    "channel of a card": lambda w: save(w.things["channel in-person"], name="Other"),
    "channel of a finding": lambda w: save(w.things["channel online"], name="Other"),
    "icon of a channel": lambda w: save(w.things["channel online"], icon="parcours-channel"),
    "channel gone": lambda w: w.things["channel online"].delete(),
    "title of the current map": lambda w: save(w.today, title="Other"),
    "current map down": lambda w: w.today.unpublish(),
    "current map gone": lambda w: Page.objects.get(pk=w.today.pk).delete(),
    "another current map": lambda w: save(w.page, current_map=make_map(1, slug="x")),
    "no current map": lambda w: save(w.page, current_map=None),
    "text of a barrier": lambda w: change_finding(w, "text", "Other"),
    "stage of a barrier": change_stage,
    "barrier gone": lambda w: save(w.today, body=[]),
    "bytes of a picture": replace_file,
    "picture gone": lambda w: w.things["picture"].delete(),
    "bytes of a document": lambda w: save(
        w.things["titled"], file=ContentFile(b"other", "other.txt"), file_hash=""
    ),
    "document gone": lambda w: w.things["titled"].delete(),
    "title of a document without one here": lambda w: save(w.things["untitled"], title="Other"),
    "linked page gone": lambda w: Page.objects.get(pk=w.linked.pk).delete(),
}


@pytest.mark.parametrize("what", SHOWN_CHANGES)
def test_what_it_shows_from_elsewhere_counts(world, what):
    before = seal(world.page)
    SHOWN_CHANGES[what](world)
    assert seal(world.page) != before


def test_the_same_link_to_another_page_counts(world):
    raw = raw_of(world.page)
    before = seal_page(with_body(world.page, raw))[0]
    raw[4]["value"] = raw[4]["value"].replace(f'id="{world.linked.pk}"', f'id="{world.today.pk}"')
    assert seal_page(with_body(world.page, raw))[0] != before


def test_a_link_to_the_same_page_in_another_language_counts(world, locale_fr):
    french = world.linked.copy_for_translation(locale_fr, copy_parents=True)
    raw = raw_of(world.page)
    before = seal_page(with_body(world.page, raw))[0]
    raw[4]["value"] = raw[4]["value"].replace(f'id="{world.linked.pk}"', f'id="{french.pk}"')
    assert seal_page(with_body(world.page, raw))[0] != before


def test_the_first_of_two_translations_of_a_persona_is_the_one_that_is_shown(locale_fr):
    amina = PersonaFactory(name="Amina", translation_key=key("amina"))
    french = PersonaFactory(name="Amina", translation_key=key("amina"), locale=locale_fr, age=59)
    page = make_map(body=[persona_profile(amina), persona_profile(french)])
    before = seal(page)
    assert sealed_content(page).facts("persona", str(key("amina")))["age"] == 58
    save(french, age=60)
    assert seal(page) == before
    save(amina, age=61)
    assert seal(page) != before


# -- nothing that readers see, the same seal


def draft_of(instance):
    if isinstance(instance, Persona):
        instance.quote = "Not published yet"
    else:
        instance.title = "Not published yet"
    instance.save_revision()


def copy_of_picture(world):
    """The same bytes in another row of the library."""
    picture = ImageFactory(file__color="green")
    raw = raw_of(world.page)
    raw[5]["value"]["image"] = picture.pk
    save(world.page, body=raw)


def change_other_finding(world):
    raw = raw_of(world.today)
    raw[0]["value"]["stages"][1]["value"]["findings"][0]["value"]["text"] = "Other"
    save(world.today, body=raw)


UNSEEN_CHANGES = {
    "address": lambda w: save(w.page, slug="elsewhere"),
    "menus": lambda w: save(w.page, show_in_menus=True),
    "owner": lambda w: Page.objects.filter(pk=w.page.pk).update(owner=None, locked=True),
    "sensitive fields": lambda w: save(w.persona, condition="Other", symptoms="Other"),
    "draft of the persona": lambda w: draft_of(w.persona),
    "draft of the map": lambda w: draft_of(FutureStateMapPage.objects.get(pk=w.page.pk)),
    "title of a picture": lambda w: save(w.things["picture"], title="Other"),
    "title of a document with another here": lambda w: save(w.things["titled"], title="Other"),
    "copy of a picture": copy_of_picture,
    "description of a channel": lambda w: save(w.things["channel online"], description="Other"),
    "order of channels": lambda w: save(w.things["channel online"], sort_order=1),
    "a channel that it does not name": lambda w: Channel.objects.create(
        slug="letter", name="Letter", locale=w.page.locale
    ),
    "description of the group": lambda w: save(w.things["group"], description="Other"),
    "introduction of the current map": lambda w: save(w.today, introduction="Other"),
    "another barrier of it": change_other_finding,
    "weight of a barrier": lambda w: change_finding(w, "severity", "1"),
    "title of a linked page": lambda w: save(w.linked, title="Other"),
    "a persona that it does not show": lambda w: PersonaFactory(),
    "interviews of another": lambda w: PersonaFactory(interviews=3),
}


@pytest.mark.parametrize("what", UNSEEN_CHANGES)
def test_what_readers_do_not_see_does_not_count(world, what):
    before = seal(world.page)
    UNSEEN_CHANGES[what](world)
    assert seal(world.page) == before
