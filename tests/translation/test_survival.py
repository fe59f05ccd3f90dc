"""What has been translated stays so, whatever becomes of its source; and snippets leave nothing."""

import copy

import pytest
from wagtail_localize.models import OverridableSegment, StringSegment

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    make_index,
    make_map,
    make_project,
    stage,
)
from tests.governance.routes import translate_home
from tests.measured import IndicatorFactory
from tests.testapp.models import WideMapPage
from tests.translation.marking import (
    CLOSE,
    draft_of,
    extracted,
    leaves,
    mark,
    string_paths,
    translate,
)
from wagtail_parcours.journeys import read_body, write_body
from wagtail_parcours.models import (
    Channel,
    FrameworkStageText,
    GlossaryTerm,
    Indicator,
    Persona,
    SignOffStatement,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def page(locale_en):
    return make_map(4, 12, page_class=WideMapPage)


def rewritten(page, french, change):
    """The French draft after its translated source was changed and handed over again."""
    translation = translate(page, french)
    before = leaves(draft_of(translation))
    body = copy.deepcopy(list(page.body.raw_data))
    change(body)
    page.body = body
    page.save()
    extracted(page)
    translation.refresh_from_db()
    translation.save_target(publish=False)
    return before, leaves(draft_of(translation))


def stages_of(body):
    return body[0]["value"]["stages"]


def expect_kept(before, after, *, but=()):
    """Assert that all texts that are still there are said as they were."""
    lost = {
        path
        for path in before.keys() & after.keys()
        if before[path].text != after[path].text and path not in but
    }
    assert lost == set()


def test_a_stage_in_the_middle(page, french):
    before, after = rewritten(
        page, french, lambda body: stages_of(body).insert(2, stage("New", actions="Waits"))
    )
    expect_kept(before, after)
    assert {after[path].text for path in after.keys() - before.keys()} == {"New", "Waits"}
    assert before.keys() <= after.keys()


def test_stages_in_another_order(page, french):
    before, after = rewritten(page, french, lambda body: stages_of(body).reverse())
    expect_kept(before, after)
    assert before.keys() == after.keys()
    assert list(before) != list(after)


def test_a_stage_less(page, french):
    before, after = rewritten(page, french, lambda body: stages_of(body).pop(1))
    expect_kept(before, after)
    assert after.keys() < before.keys()


def test_one_changed_cell(page, french):
    def change(body):
        stages_of(body)[1]["value"]["actions"] = "Said otherwise"

    before, after = rewritten(page, french, change)
    changed = [path for path in before if before[path].text != after[path].text]
    assert len(changed) == 1
    assert after[changed[0]].text == "Said otherwise"


def test_another_selection_of_lanes(page, french):
    def change(body):
        body[0]["value"]["lanes"] = ["actions"]

    before, after = rewritten(page, french, change)
    expect_kept(before, after)
    assert before.keys() == after.keys()
    draft = page.get_translation(french).get_latest_revision_as_object()
    assert draft.body.raw_data[0]["value"]["lanes"] == ["actions"]


def test_a_body_written_again_with_its_ids(page, french):
    """As an import or an API writes it: read, changed, written."""

    def change(body):
        stages_of(body)[0]["value"]["trigger"] = "A letter"
        parts = read_body(body, persona_key=lambda pk: "")
        body[:] = write_body(parts, persona_pk=lambda key: None)

    before, after = rewritten(page, french, change)
    changed = {path for path in before if before[path].text != after[path].text}
    assert {path.rsplit(".", 1)[-1] for path in changed} == {"trigger"}
    assert before.keys() == after.keys()


def test_a_copied_map_is_translated_by_itself(page, french):
    translate(page, french)
    copied = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert copied.translation_key != page.translation_key
    ids = [item["id"] for item in stages_of(copied.body.raw_data)]
    assert ids == [item["id"] for item in stages_of(page.body.raw_data)]
    draft = draft_of(translate(copied, french))
    assert draft.title == mark("Copy")
    assert leaves(draft).keys() == leaves(copied).keys()
    # The first one keeps its own.
    assert page.get_translation(french).get_latest_revision_as_object().title == mark(page.title)


def test_a_copy_for_translation_keeps_the_ids(page, french):
    copied = page.copy_for_translation(french)
    assert leaves(copied).keys() == leaves(page).keys()


# -- snippets and other pages

TEXTS = {
    Persona: {
        "name",
        "narrative",
        "quote",
        "needs",
        "goals",
        "languages",
        "photo_alt",
        "evidence",
    },
    Channel: {"name", "description"},
    FrameworkStageText: {"name", "guidance"},
    SignOffStatement: {"name", "text"},
    Indicator: {"name", "definition", "unit", "service_standard", "owner"},
    GlossaryTerm: {"term", "other_forms", "definition", "forbidden_synonyms"},
}


def make_things(locale):
    return {
        Persona: PersonaFactory(
            photo_alt="A woman", evidence="12 interviews", target_group=TargetGroupFactory()
        ),
        Channel: ChannelFactory(description="By telephone"),
        FrameworkStageText: FrameworkStageText.objects.create(
            framework="accessible-service",
            key="aware-of-all",
            name="Aware",
            guidance="Ask",
            locale=locale,
        ),
        SignOffStatement: SignOffStatement.objects.create(
            name="Mine", text="I approve.", locale=locale
        ),
        Indicator: IndicatorFactory(
            definition="From call to answer",
            unit="minutes",
            direction="down",
            target="5.0000",
            service_standard="Within five minutes",
            owner="Contact centre",
        ),
        GlossaryTerm: GlossaryTerm.objects.create(
            term="stage",
            other_forms="stages",
            definition="A step",
            forbidden_synonyms="phase",
            locale=locale,
        ),
    }


@pytest.mark.parametrize("model", TEXTS)
def test_snippets_leave_no_text_behind_and_give_no_code(model, french, locale_en):
    thing = make_things(locale_en)[model]
    source = extracted(thing)
    assert string_paths(source) == TEXTS[model]
    # A translator may show another photo, and nothing else.
    offered = OverridableSegment.objects.values_list("context__path", flat=True)
    assert set(offered) <= {"photo"}
    translated = translate(thing, french).get_target_instance()
    for name in TEXTS[model]:
        assert getattr(translated, name) == mark(getattr(thing, name))
    kept = {
        field.name
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"SlugField", "PositiveIntegerField", "DecimalField"}
        or field.choices
    }
    for name in kept - {"id"}:
        assert str(getattr(translated, name)) == str(getattr(thing, name)), name


def test_a_target_group_is_translated_with_its_persona(french, locale_en):
    group = TargetGroupFactory(description="Those who care")
    persona = PersonaFactory(target_group=group)
    translated = translate(group, french).get_target_instance()
    assert translated.description == mark("Those who care")
    persona = translate(persona, french).get_target_instance()
    assert persona.target_group == translated


@pytest.mark.parametrize(
    ("make", "texts"),
    [
        (
            make_project,
            {"problem_statement", "scope", "sponsor", "partners", "champions", "governance"},
        ),
        (make_index, {"introduction"}),
    ],
)
def test_other_pages_leave_no_text_behind(make, texts, french):
    page = make(**{name: f"Words of {name}" for name in texts})
    own = string_paths(extracted(page)) - {"title", "slug", "seo_title", "search_description"}
    assert own == texts
    draft = draft_of(translate(page, french))
    assert all(getattr(draft, name).endswith(CLOSE) for name in texts)


def test_progress_in_the_method_is_no_text(french):
    project = make_project(actions_done=["choose-scope"])
    draft = draft_of(translate(project, french))
    assert draft.actions_done == ["choose-scope"]
    assert not StringSegment.objects.filter(string__data="choose-scope").exists()
