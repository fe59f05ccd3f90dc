"""Random operations on a small site of maps, as people and jobs do them."""

import random
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Locale, PageViewRestriction

from tests.factories import (
    finding,
    home_page,
    identity,
    improvement,
    improvement_card,
    make_map,
    make_project,
    sign_as_it_is,
    stage,
    stage_table,
)
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
    base_page_model,
)

EFFECTS = ("", "irritant", "neutral", "delight")
LANES = ("actions", "findings", "experience", "employee_experience", "risks", "guesswork")


class Site:
    """A site whose maps are changed at random. The same seed does the same things."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.french = Locale.objects.get_or_create(language_code="fr")[0]
        home_page().copy_for_translation(self.french).save_revision().publish()
        self.sections = [make_project(title=f"Section {number}") for number in range(3)]
        self.group = Group.objects.create(name="Readers of one section")
        self.number = 0
        self.operations: list[Callable[[], Any]] = [
            self.publish_new,
            self.publish_new,
            self.edit,
            self.edit,
            self.edit,
            self.draft,
            self.unpublish,
            self.move,
            self.delete,
            self.restrict,
            self.translate,
            self.restore,
            self.copy,
            self.alias,
        ]

    def step(self) -> str:
        operation = self.random.choice(self.operations)
        operation()
        return operation.__name__

    # -- what there is

    def maps(self, **filters: Any) -> list[Any]:
        pages = base_page_model().objects.type(CurrentStateMapPage, FutureStateMapPage)
        return list(pages.filter(**filters).order_by("pk"))

    def any_map(self, **filters: Any) -> Any:
        found = self.maps(alias_of__isnull=True, **filters)
        return self.random.choice(found).specific if found else None

    def table(self) -> dict[str, Any]:
        pick = self.random.choice
        stages = [
            stage(
                f"Stage {number}",
                findings=[
                    finding(
                        f"Finding {self.number}.{number}",
                        kind=pick(("barrier", "bright_spot")),
                        effect_client=pick(EFFECTS),
                        effect_employee=pick(EFFECTS),
                        evidence=pick(("", "12 interviews")),
                    )
                ],
                experience={"satisfaction": pick(("", "-2", "0", "2"))},
                employee_experience={"ease": pick(("", "-1", "1"))},
            )
            for number in range(self.random.randint(0, 3))
        ]
        lanes = self.random.sample(LANES, self.random.randint(1, len(LANES)))
        return stage_table(stages, lanes)

    def card(self) -> dict[str, Any]:
        findings = [
            key
            for page in self.maps(live=True)
            if isinstance(page.specific, CurrentStateMapPage)
            for key in page.specific.get_journey().findings
        ]
        named = self.random.sample(findings, min(2, len(findings)))
        return improvement_card("online", [improvement(barriers=named)])

    # -- what is done

    def publish_new(self) -> None:
        self.number += 1
        parent = self.random.choice(self.sections)
        parent.refresh_from_db()
        values = {"title": f"Map {self.number}", "slug": f"m{self.number}", "parent": parent}
        if self.random.random() < 0.3:
            today = self.any_map(live=True)
            linked = today if isinstance(today, CurrentStateMapPage) else None
            page_class = FutureStateMapPage
            make_map(body=[self.card()], page_class=page_class, current_map=linked, **values)
        else:
            make_map(body=[self.table()], **values)

    def publish(self, page: Any) -> None:
        if page.journey_state == "future":
            sign_as_it_is(page)
        page.save_revision().publish()

    def edit(self) -> None:
        page = self.any_map()
        if page is not None:
            page.body = [self.card() if page.journey_state == "future" else self.table()]
            self.publish(page)

    def draft(self) -> None:
        page = self.any_map()
        if page is not None:
            page.body = [self.table()]
            page.save_revision()

    def unpublish(self) -> None:
        page = self.any_map(live=True)
        if page is not None:
            page.unpublish()

    def move(self) -> None:
        page, target = self.any_map(), self.random.choice(self.sections)
        if page is not None and page.locale_id == target.locale_id:
            target.refresh_from_db()
            page.move(target, pos="last-child")

    def delete(self) -> None:
        page = self.any_map()
        if page is not None and len(self.maps()) > 6:
            page.delete()

    def restrict(self) -> None:
        held = list(PageViewRestriction.objects.all())
        if len(held) > 2:
            self.random.choice(held).delete()
            return
        page = self.any_map() or self.sections[0]
        if self.random.random() < 0.5:
            page = self.random.choice(self.sections)
        kind = self.random.choice((PageViewRestriction.LOGIN, PageViewRestriction.GROUPS))
        made = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind)
        made.groups.add(self.group)

    def translate(self) -> None:
        page = self.any_map(locale=Locale.get_default())
        if page is None or page.has_translation(self.french):
            return
        copied = page.copy_for_translation(self.french, copy_parents=True, alias=False)
        copied.slug = f"fr-{identity()[:8]}"
        self.publish(copied.specific)

    def restore(self) -> None:
        page = self.any_map()
        revisions = list(page.revisions.order_by("pk")) if page is not None else []
        if len(revisions) > 1:
            former = self.random.choice(revisions).as_object()
            self.publish(former)

    def copy(self) -> None:
        page = self.any_map(live=True)
        if page is not None and isinstance(page, CurrentStateMapPage):
            self.number += 1
            page.copy(update_attrs={"slug": f"c{self.number}", "title": f"Copy {self.number}"})

    def alias(self) -> None:
        page = self.any_map(live=True)
        if page is not None and isinstance(page, CurrentStateMapPage):
            self.number += 1
            page.create_alias(update_slug=f"a{self.number}")
