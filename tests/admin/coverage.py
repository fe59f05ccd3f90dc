"""A small organisation whose coverage is counted by hand, and people who look at it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    make_map,
    make_project,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.governance.workflows import make_editor
from wagtail_parcours.models import Facet, JourneyFacet

REPORT = "/admin/parcours/reports/coverage/"
BAKER = "She works nights at the bakery and reads slowly, so letters wait in a tin for days."


def make_organisation() -> dict[str, Any]:
    """Two services, a map outside them, and something for each list of the report.

    * Benefit: Ana 45.5 and Bo 40 on one map each, so 85.5; the third party Tess beside them.
    * Permit: Ana 45.5, Cy 60 and Di, whose share nobody said, so 105.5.
    * Outside: Bo 40.
    * On no map: Édouard. In no persona: Northerners. Alike: Cy and Di. No difficulty: everyone.
      The map of the permit shows a lane of employees.
    """
    group = TargetGroupFactory(name="Bakers")
    TargetGroupFactory(name="Northerners")
    blank = {"narrative": "", "quote": "", "needs": "", "goals": "", "target_group": group}
    people = {
        name: PersonaFactory(name=name, share=share, role=role, **{**blank, **texts})
        for name, share, role, texts in [
            ("Ana", "45.50", "client", {}),
            ("Bo", "40", "client", {}),
            ("Cy", "60", "client", {"narrative": BAKER}),
            ("Di", None, "client", {"narrative": f"{BAKER} Alone."}),
            ("Tess", "30", "third_party", {}),
            ("Édouard", None, "employee", {"evidence": "Talks", "interviews": None}),
        ]
    }
    benefit, permit = make_project(title="Benefit"), make_project(title="Permit", slug="permit")

    def show(title: str, parent: Any, *names: str) -> Any:
        profiles = [persona_profile(people[name], [("online", "", "")]) for name in names]
        table = stage_table([stage(touchpoints=[touchpoint()])], ["touchpoints"])
        return make_map(body=[*profiles, table], title=title, parent=parent)

    maps = {
        "Ana applies": show("Ana applies", benefit, "Ana", "Tess"),
        "Bo applies": show("Bo applies", benefit, "Bo"),
        "Parking": show("Parking", permit, "Ana", "Cy", "Di"),
        "A letter": show("A letter", None, "Bo"),
    }
    JourneyFacet.objects.create(page=maps["Parking"], facet=Facet.EMPLOYEE_LANE, value="ease")
    return {"people": people, "maps": maps, "benefit": benefit, "permit": permit}


def allow(user: Any, *codenames: str) -> Any:
    """The user with these permissions, as the database has them now."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return get_user_model().objects.get(pk=user.pk)


def make_reader_of_reports() -> Any:
    """Someone who edits maps and has nothing to do with personas."""
    return make_editor("edith")
