"""The smallest pieces keep what people type and explain what they refuse."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from wagtail_parcours.blocks import (
    BarrierReferencesBlock,
    ChannelChoiceBlock,
    KeyBlock,
    LineBlock,
    PlainDateBlock,
    SatisfactionBlock,
    TextCellBlock,
)
from wagtail_parcours.blocks.cells import MAX_CELL
from wagtail_parcours.models import Channel
from wagtail_parcours.models.channels import forget_choices


@pytest.fixture
def channels(db, locale_en):
    forget_choices()
    Channel.objects.create(locale=locale_en, name="Telephone", slug="telephone", sort_order=2)
    Channel.objects.create(locale=locale_en, name="Online", slug="online", sort_order=1)
    yield
    forget_choices()


@pytest.mark.parametrize("block", [TextCellBlock(), LineBlock()])
def test_a_missing_text_reads_as_an_empty_text(block):
    assert block.to_python(None) == ""
    assert block.get_default() == ""


def test_a_text_too_long_is_refused_with_a_message_not_cut():
    block = TextCellBlock()
    text = "x" * (MAX_CELL + 1)
    form_value = block.value_from_datadict(QueryDict(f"cell={text}"), {}, "cell")
    assert form_value == text
    with pytest.raises(ValidationError, match="at most 4000 characters"):
        block.clean(form_value)
    assert "maxlength" not in block.field.widget.attrs


def test_a_text_keeps_its_lines():
    block = TextCellBlock()
    value = block.value_from_datadict({"cell": "one\r\n\r\n  two"}, {}, "cell")
    assert block.clean(value).splitlines() == ["one", "", "  two"]


def test_a_required_cell_may_wait_in_a_draft_but_not_when_published():
    block = TextCellBlock(required=True)
    assert block.clean_deferred("") == ""
    with pytest.raises(ValidationError, match="required"):
        block.clean("")


def test_a_key_is_no_string_to_translate_or_to_search():
    from wagtail import blocks

    block = KeyBlock()
    assert not isinstance(block, (blocks.CharBlock, blocks.TextBlock))
    assert block.get_searchable_content("accessible-service/aware") == []


@pytest.mark.parametrize("level", ["-2", "-1", "0", "1", "2", ""])
def test_satisfaction_keeps_each_level_of_the_scale(level):
    assert SatisfactionBlock().clean(level) == level


@pytest.mark.parametrize("level", ["3", "-3", "x"])
def test_satisfaction_refuses_what_is_not_on_the_scale(level):
    with pytest.raises(ValidationError):
        SatisfactionBlock().clean(level)


def test_channels_come_in_the_order_of_the_organisation(channels):
    slugs = [slug for slug, _label in ChannelChoiceBlock().field.choices]
    assert slugs == ["", "online", "telephone"]


def test_channels_are_named_in_the_language_of_the_editor(channels, locale_fr):
    Channel.objects.create(
        locale=locale_fr,
        translation_key=Channel.objects.get(slug="online").translation_key,
        name="En ligne",
        slug="online",
    )
    with translation.override("fr"):
        labels = dict(ChannelChoiceBlock().get_choices())
    assert labels == {"online": "En ligne", "telephone": "Telephone"}


def test_a_hundred_cells_ask_for_the_channels_once(channels, django_assert_num_queries):
    block = ChannelChoiceBlock()
    forget_choices()
    with django_assert_num_queries(1):
        for _cell in range(100):
            block.clean("online")


def test_a_channel_that_is_gone_is_refused_by_name(channels):
    block = ChannelChoiceBlock()
    assert block.to_python("fax") == "fax"
    with pytest.raises(ValidationError, match="no channel “fax” any more"):
        block.clean("fax")


def test_a_required_channel_may_wait_in_a_draft(channels):
    block = ChannelChoiceBlock(required=True)
    assert block.clean_deferred("") == ""
    with pytest.raises(ValidationError, match="required"):
        block.clean("")


def test_a_date_is_stored_as_the_browser_sends_it():
    block = PlainDateBlock()
    assert block.clean("2027-03-31") == datetime.date(2027, 3, 31)
    assert block.get_form_state(datetime.date(2027, 3, 31)) == "2027-03-31"
    assert block.to_python("soon") is None
    assert block.to_python(12) is None


def test_barrier_references_survive_the_form():
    block = BarrierReferencesBlock()
    state = block.get_form_state(["a-1", "b-2"])
    posted = block.value_from_datadict({"barriers": state}, {}, "barriers")
    assert block.clean(posted) == ["a-1", "b-2"]


def test_barrier_references_drop_doubles_and_refuse_markup():
    block = BarrierReferencesBlock()
    assert block.value_from_form("a\na\nb") == ["a", "b"]
    with pytest.raises(ValidationError, match="not valid"):
        block.clean(["<script>"])


def test_too_many_references_are_refused():
    with pytest.raises(ValidationError, match="not valid"):
        BarrierReferencesBlock().clean([f"id-{n}" for n in range(201)])


def test_a_channel_that_is_gone_stays_in_a_draft(channels):
    assert ChannelChoiceBlock().clean_deferred("fax") == "fax"


@pytest.mark.parametrize("value", ["\x00", "a b", "<script>", "x" * 81, "fax\n"])
def test_a_draft_refuses_what_never_was_a_channel(channels, value):
    with pytest.raises(ValidationError):
        ChannelChoiceBlock().clean_deferred(value)
