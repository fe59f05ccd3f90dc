"""Every text of a map is extracted, translated, published and read back; no code ever is."""

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from wagtail_factories import DocumentFactory, ImageFactory
from wagtail_localize.models import String

from tests.factories import (
    PersonaFactory,
    child,
    evidence,
    experience,
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.governance.routes import translate_home
from tests.journeys.strategies import bodies
from tests.other_sides import (
    counted,
    employee,
    guesswork,
    indicator_use,
    initiative,
    need,
    needs_list,
    risk,
    serving,
)
from tests.testapp.lanes import OWN_LANES
from tests.testapp.models import WideMapPage
from tests.translation.marking import (
    CLOSE,
    draft_of,
    expect_marked,
    extracted,
    leaves,
    string_paths,
    translate,
)
from wagtail_parcours.models import FutureStateMapPage

pytestmark = pytest.mark.django_db

#: Texts that people, machines and other programs write.
ODD = (
    "Plain",
    "First\nSecond\n\nFourth",
    "  space around  ",
    "Tabs\tand\u00a0hard\u202fspaces",
    "\u062a\u062a\u0635\u0644 \u0628\u0627\u0644\u062e\u0637 (1-800-622)",
    "\u200fright \u202bto\u202c left\u200e",
    "😀 👩🏽\u200d🦽 🇨🇦",
    "e\u0301 decomposed, é composed",
    '<b>no markup</b> & "quotes" \' &amp; &#39; <br> </p>',
    "https://example.org/?a=1&b=2 and sara@example.org",
    "{{ no }} {% template %} %(name)s %d {0}",
    "\u1403\u14c4\u1483\u144e\u1450\u1466",
    "A very long text. " * 220,
    "0",
    "None",
    "\u2028line\u2029paragraph\u0085next",
    "⟦already marked⟧",
)
EMPTY = ("", " ", "\n", "\t \u00a0")
#: Keys of a target group and of a persona, the same in every language.
GROUP = "00000000-0000-4000-8000-00000000000a"
PERSON = "00000000-0000-4000-8000-00000000000b"


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def persona(locale_en):
    make_channels()
    return PersonaFactory(name="Amina")


@pytest.fixture
def page(persona):
    return make_map(1, 1, page_class=WideMapPage)


def torture_body(persona):
    """Every block, every nesting, every text field, each with every odd text in turn."""
    turn = iter(ODD * 80)

    def say():
        return next(turn)

    def counted_touchpoint():
        entry = touchpoint(say())
        entry["value"] |= counted(1200, say()[:40], "month")
        return entry

    def sides():
        """What stands in the lanes beside the client's own."""
        return {
            "missing_information": say(),
            "completion": say(),
            "serving": [
                serving(say()[:160], tools=say(), **counted(45, say()[:40], "day")),
                serving("", office="back", channel="", tools=say()),
            ],
            "employee_experience": employee("-2", say(), say(), say()),
            "indicators": [indicator_use("calls-answered", "against", say())],
            "guesswork": [guesswork(say(), "manual_judgement"), guesswork(say())],
            "risks": [
                risk(
                    say(),
                    kind="integrity",
                    likelihood="3",
                    impact="2",
                    mitigation=say(),
                    owner=say()[:160],
                )
            ],
            "data_handlers": say(),
            "data_changes": say(),
            "data_systems": say(),
        }

    def full():
        return stage(
            say(),
            framework_stage="accessible-service/aware",
            service_point=True,
            trigger=say(),
            actions=say(),
            touchpoints=[counted_touchpoint(), touchpoint(say(), "")],
            findings=[
                finding(say(), evidence=say()),
                finding(say(), kind="bright_spot", severity="", channel="", evidence=say()),
            ],
            experience=experience("-2", "worried\ntired", say(), True),
            evidence=[
                evidence(say(), source=say(), date="2026-04-17", url="https://example.org/a?b=c"),
                evidence(say(), kind="assumption", source=say()),
            ],
            **{lane.key: say() for lane in OWN_LANES},
            **sides(),
        )

    def answered():
        answers = [
            initiative(say(), kind="interaction", exists=say(), missing=say()),
            initiative(say()),
        ]
        return need(say(), answers, moment=say()[:160], group=GROUP, persona=PERSON)

    blank = {lane.key: text for lane, text in zip(OWN_LANES, EMPTY * 2, strict=False)}
    stages = [full() for _number in range(6)]
    stages.insert(2, stage("Empty", trigger="", actions=" ", **blank))
    rich = (
        '<h2>Heading</h2><p>See <a href="https://example.org/?a=1&amp;b=2">the page</a>, '
        '<a linktype="page" id="1">ours</a> and <a linktype="document" id="1">a file</a>.</p>'
        "<ul><li><b>One</b></li><li>Two <i>and <b>a half</b></i></li></ul><p>Again<br/>"
        "again</p><p></p><p>العربية 😀 &amp; more</p>"
    )
    image, document = ImageFactory().pk, DocumentFactory().pk
    return [
        persona_profile(persona, [("online", say(), say()), ("", say(), "")]),
        stage_table(stages, ["actions", "sees"], title=say()),
        stage_table([full()], ["trigger"], title=""),
        improvement_card(
            "telephone",
            [
                improvement(
                    say(), responsible=say(), barriers=["a-b-c"], indicator="calls-answered"
                ),
                improvement(say()),
            ],
            limitations=say(),
            behaviours=say(),
            experience=say(),
        ),
        needs_list([answered(), need(say()), answered()], say()[:160]),
        needs_list([], ""),
        evidence(say(), source=say()),
        child("text", rich),
        child("text", "<p>One</p>"),
        child("image", {"image": image, "alt": say(), "caption": say()}),
        child("document", {"document": document, "title": say()}),
        child("callout", {"kind": "warning", "title": say(), "text": say()}),
    ]


# -- all of it


def test_every_leaf_comes_back(persona, french, root, django_capture_on_commit_callbacks):
    page = make_map(
        body=torture_body(persona),
        page_class=WideMapPage,
        title=ODD[8],
        introduction=ODD[1],
        framework="accessible-service",
        seo_title="For search",
        search_description="What it is",
    )
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        translation = translate(page, french, publish=True, user=root)
    published = WideMapPage.objects.get(pk=translation.get_target_instance().pk)
    assert published.live
    count = expect_marked(page, published)
    assert count > 300
    assert published.seo_title.endswith(CLOSE)
    assert published.search_description.endswith(CLOSE)
    assert published.framework == page.framework
    assert leaves(draft_of(translation)) == leaves(published)


@pytest.fixture
def root(django_user_model):
    return django_user_model.objects.create_superuser("root", "root@example.org", "pw")


def test_no_code_becomes_a_text(persona, locale_en):
    page = make_map(
        body=torture_body(persona), page_class=WideMapPage, framework="accessible-service"
    )
    source = extracted(page)
    # Texts that are blank are texts all the same; they have the same paths as others.
    fields = {path.rsplit(".", 1)[-1] for path in leaves(page)}
    blanks = {lane.key for lane in OWN_LANES}
    for path in string_paths(source) - set(leaves(page)):
        assert path in {"slug", "title"} or path.rsplit(".", 1)[-1] in fields | blanks, path
    said = set(String.objects.values_list("data", flat=True))
    codes = {"accessible-service/aware", "accessible-service", "telephone", "online", "actions"}
    codes |= {"warning", "bright_spot", "barrier", "a-b-c", "2026-04-17", "2027-03-31", "-2"}
    codes |= {"https://example.org/a?b=c", "sees", "assumption", "service_design", "True"}
    codes |= {GROUP, PERSON, "calls-answered", "against", "manual_judgement", "integrity", "back"}
    codes |= {"interaction", "month", "1200", "3", "front"}
    assert not said & codes


def shown(item):
    """A block with the persona, picture or file that it names really there, or with none."""
    value = item["value"]
    if not isinstance(value, dict):
        return item
    there = {name: None for name in ("image", "document") if name in value}
    if isinstance(value.get("persona"), int):
        there["persona"] = 100 + value["persona"]
    return {**item, "value": {**value, **there}}


def test_generated_maps_come_back_leaf_by_leaf(page, french):
    for pk in range(1, 10):
        PersonaFactory(pk=100 + pk)

    # Without shrinking: each example is saved and translated.
    @settings(max_examples=5, phases=(Phase.generate,))
    @given(bodies())
    def comes_back(body):
        point = transaction.savepoint()
        page.body = [shown(item) for item in body if item["type"] != "video"]
        page.save(clean=False)
        draft = draft_of(translate(page, french))
        expect_marked(page, draft)
        paths = string_paths(extracted(page))
        assert {path for path in paths if path.startswith("body.")} >= {
            path for path in leaves(page) if path.startswith("body.")
        } - {path for path, leaf in leaves(page).items() if leaf.formatted}
        transaction.savepoint_rollback(point)

    comes_back()


def test_a_future_map_keeps_its_current_map_and_its_barriers(persona, french, page):
    body = [item for item in torture_body(persona) if item["type"] != "stage_table"]
    body.append(stage_table([stage("Aware", actions="Waits")], 2))
    future = make_map(
        body=body, page_class=FutureStateMapPage, current_map=page, slug="future", live=False
    )
    translate(page, french)
    draft = draft_of(translate(future, french))
    expect_marked(future, draft)
    # In French, the current-state map that readers are shown is the French one.
    assert draft.get_current_map().locale == french
    assert not any("current_map" in path for path in string_paths(extracted(future)))
