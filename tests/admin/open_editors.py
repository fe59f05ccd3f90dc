"""An editor that somebody has open, without a browser: what it loaded, what it posts."""

import copy
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

#: Blocks of the body that are lists of one kind of child, by their key.
STREAMS = frozenset(
    {
        "stages",
        "touchpoints",
        "findings",
        "evidence",
        "realities",
        "improvements",
        "serving",
        "indicators",
        "guesswork",
        "risks",
        "needs",
        "initiatives",
    }
)
#: Lanes that a stored stage may lack, and that every form of a stage has.
LATER_LANES = {
    "serving": [],
    "employee_experience": {"ease": "", "words": "", "hinders": "", "helps": ""},
    "indicators": [],
    "guesswork": [],
    "risks": [],
}


class Hidden(HTMLParser):
    """The hidden fields and the buttons of the page of a conflict."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = "parcours-conflict__ways" in given.get("class", "")
        elif tag == "input" and self.inside and given.get("type") == "hidden":
            self.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def stream(children: list[dict[str, Any]]) -> dict[str, Any]:
    """The form data of stored children, ids included."""
    data = streamfield([(child["type"], posted_value(child)) for child in children])
    for index, child in enumerate(children):
        data[str(index)]["id"] = child["id"]
    return data


def posted_value(child: dict[str, Any]) -> Any:
    value = child["value"]
    if child["type"] == "text":
        return rich_text(value)
    if not isinstance(value, dict):
        return value
    if child["type"] == "stage":
        value = {**LATER_LANES, **value}
    return {name: posted_part(name, part) for name, part in value.items()}


def posted_part(name: str, part: Any) -> Any:
    if name in STREAMS and isinstance(part, list):
        return stream(part)
    if isinstance(part, dict):
        return {key: posted_part(key, inner) for key, inner in part.items()}
    return part


def flat(prefix: str, data: Any) -> Iterator[tuple[str, Any]]:
    """Nested form data as names and values; a list is a field with several values."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from flat(f"{prefix}-{name}", value)
    else:
        yield prefix, data


class OpenEditor:
    """Somebody's editor, as it was when the page was loaded.

    Change `fields` and `body`, then post.
    """

    def __init__(self, client: Client, page: Any, editor: str | None = None) -> None:
        self.client, self.address = client, reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = client.get(self.address)
        assert response.status_code == 200
        shown = response.context["page"]
        self.body = copy.deepcopy(list(shown.body.raw_data))
        self.fields: dict[str, Any] = {
            "title": shown.title,
            "slug": shown.slug,
            "seo_title": shown.seo_title,
            "search_description": shown.search_description,
            "introduction": shown.introduction,
            "framework": shown.framework,
            "detailed_map": shown.detailed_map_id or "",
            "detailed_stage": shown.detailed_stage,
            "loaded_revision_id": str(shown.latest_revision_id or ""),
            "loaded_revision_created_at": response.context["loaded_revision_created_at"] or "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "parcours-editor": editor if editor is not None else str(uuid.uuid4()),
            "next": "",
        }
        if hasattr(shown, "current_map_id"):
            self.fields["current_map"] = shown.current_map_id or ""

    @property
    def stages(self) -> list[dict[str, Any]]:
        (table,) = (block for block in self.body if block["type"] == "stage_table")
        return table["value"]["stages"]

    def cell(self, number: int) -> dict[str, Any]:
        """The stored value of a stage, from 1; write into it."""
        return self.stages[number - 1]["value"]

    def data(self, **extra: Any) -> QueryDict:
        data = dict(flat("body", stream(self.body)))
        post = QueryDict(mutable=True)
        for name, value in {**self.fields, **data, **extra}.items():
            if isinstance(value, list | tuple):
                post.setlist(name, [str(one) for one in value])
            elif value is True:
                post[name] = "on"
            elif value is not False:
                post[name] = "" if value is None else str(value)
        return post

    def post(self, **extra: Any) -> Any:
        return post_form(self.client, self.address, self.data(**extra))

    def save_itself(self, **extra: Any) -> Any:
        """What Wagtail's script does half a second after a change."""
        response = self.client.post(
            self.address,
            self.data(**extra).urlencode(),
            content_type="application/x-www-form-urlencoded",
            headers={"accept": "application/json"},
        )
        return response.json()


def person(name: str) -> Any:
    """A client of somebody who may do everything; the person is its `user`."""
    user = get_user_model().objects.create_superuser(name.lower(), f"{name}@example.org", "pw")
    user.first_name = name
    user.save()
    client: Any = Client()
    client.force_login(user)
    client.user = user
    return client


def post_form(client: Client, address: str, post: QueryDict) -> Any:
    return client.post(address, post.urlencode(), content_type="application/x-www-form-urlencoded")


def decide(response: Any, client: Client, way: str = "") -> Any:
    """Press a button on the page of a conflict: keep mine, or another way on."""
    assert response.status_code == 409
    post = QueryDict(mutable=True)
    for name, value in Hidden(response.content.decode()).fields:
        post.appendlist(name, value)
    if way:
        post["parcours-way"] = way
    return post_form(client, response.request["PATH_INFO"], post)
