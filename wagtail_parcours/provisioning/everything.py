"""The whole set-up, in one transaction."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import JourneyIndexMixin, base_page_model
from ..permissions import APPROVERS
from .approval import advise_on_workflow, assign_workflow, provision_workflow
from .groups import provision_groups, provision_page_permissions
from .languages import chosen_locales
from .report import Report
from .statements import provision_statement
from .texts import provision_channels, provision_framework_texts

#: Where editors and approvers get permissions on pages.
CATALOGUES, ROOT, NOWHERE = "catalogues", "root", "none"
PLACES = (CATALOGUES, ROOT, NOWHERE)


@transaction.atomic
def provision(languages: Iterable[str] = (), page_permissions: str = CATALOGUES) -> Report:
    """Create what is missing, change nothing that exists, and say so.

    Run it again whenever a language or a journey catalogue was added. `page_permissions` says
    where editors and approvers may work: below each journey catalogue, at the root of the whole
    tree, or nowhere yet.
    """
    report = Report()
    locales = chosen_locales(languages, report)
    provision_channels(locales, report)
    provision_framework_texts(locales, report)
    groups = provision_groups(report)
    catalogues = list(base_page_model().objects.type(JourneyIndexMixin).order_by("path"))
    if page_permissions != NOWHERE:
        pages = [root_page()] if page_permissions == ROOT else catalogues
        provision_page_permissions(groups, pages, report)
    statement = provision_statement(locales, report)
    workflow = provision_workflow(groups[APPROVERS], statement, report)
    assign_workflow(workflow, catalogues, report)
    advise_on_workflow(workflow, report)
    if not catalogues:
        report.advice.append(
            _(
                "There is no journey catalogue yet. Create one where the maps will live, then run "
                "this again: editors, approvers and the workflow get their place there."
            )
        )
    return report


def root_page() -> Any:
    return base_page_model().get_first_root_node()
