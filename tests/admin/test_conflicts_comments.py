"""Comments that are posted along with an outdated save."""

import pytest
from wagtail.models import Comment

from tests.admin.open_editors import OpenEditor, decide
from tests.factories import make_channels, make_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    make_channels()
    page = make_map(3, 4, title="Ana today", live=False)
    page.save_revision()
    return page


def place(editor, number):
    """Where Wagtail's editor puts a comment on the actions of a stage."""
    (table,) = editor.body
    return f"body.{table['id']}.stages.{editor.stages[number - 1]['id']}.actions"


def comment(text, where, pk="", answers=()):
    data = {
        "id": pk,
        "text": text,
        "contentpath": where,
        "position": "",
        "DELETE": "",
        "resolved": "",
        "replies-TOTAL_FORMS": str(len(answers)),
        "replies-INITIAL_FORMS": "0",
    }
    for index, answer in enumerate(answers):
        data |= {f"replies-{index}-id": "", f"replies-{index}-text": answer}
    return data


def write(editor, *new, known=()):
    comments = [*known, *new]
    editor.fields["comments-TOTAL_FORMS"] = str(len(comments))
    editor.fields["comments-INITIAL_FORMS"] = str(len(known))
    for index, data in enumerate(comments):
        editor.fields |= {f"comments-{index}-{name}": value for name, value in data.items()}


def existing(page, user, text, where):
    return Comment.objects.create(page=page, user=user, text=text, contentpath=where)


def saved(page):
    return sorted(Comment.objects.filter(page=page).values_list("text", "user__username"))


@pytest.mark.parametrize("way", ["", "merge"])
def test_my_comment_is_kept_and_so_is_theirs(ada, ben, page, way):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: waits"
    write(theirs, comment("Ben asks", place(theirs, 1)))
    assert theirs.post().status_code == 302
    mine.cell(2)["actions"] = "Ada: calls"
    write(mine, comment("Ada asks", place(mine, 2)))
    response = mine.post()
    assert response.status_code == 409
    assert saved(page) == [("Ben asks", "ben")]
    assert decide(response, ada, way).status_code == 302
    assert saved(page) == [("Ada asks", "ada"), ("Ben asks", "ben")]


def test_a_comment_on_a_stage_that_they_removed_is_not_written_twice(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    old = existing(page, ben.user, "An old question", place(mine, 2))
    known = comment(old.text, old.contentpath, str(old.pk))
    del theirs.stages[1]
    write(theirs, known=[known])
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    write(mine, known=[known])
    assert decide(mine.post(), ada).status_code == 302
    assert saved(page) == [("An old question", "ben")]


def test_a_comment_that_they_removed_stays_removed(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    old = existing(page, ben.user, "An old question", place(mine, 2))
    known = comment(old.text, old.contentpath, str(old.pk))
    theirs.cell(1)["actions"] = "Ben: waits"
    write(theirs, known=[{**known, "DELETE": "on"}])
    theirs.post()
    assert saved(page) == []
    mine.cell(2)["actions"] = "Ada: calls"
    write(mine, known=[known])
    assert decide(mine.post(), ada).status_code == 302
    assert saved(page) == []


def test_an_answer_to_a_comment_that_they_removed_is_not_lost(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    old = existing(page, ben.user, "An old question", place(mine, 2))
    known = comment(old.text, old.contentpath, str(old.pk))
    theirs.cell(1)["actions"] = "Ben: waits"
    write(theirs, known=[{**known, "DELETE": "on"}])
    theirs.post()
    write(mine, known=[comment(old.text, old.contentpath, str(old.pk), ["Ada answers"])])
    mine.cell(2)["actions"] = "Ada: calls"
    assert decide(mine.post(), ada).status_code == 302
    (kept,) = Comment.objects.filter(page=page)
    assert [reply.text for reply in kept.replies.all()] == ["Ada answers"]
