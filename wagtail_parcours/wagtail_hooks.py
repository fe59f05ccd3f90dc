"""What the plugin registers with Wagtail. The things themselves live in ``admin/``."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin.board import board_urls
from .admin.conflicts.answers import check_map, check_thing
from .admin.conflicts.downloads import conflict_urls
from .admin.coverage.report import coverage_item, coverage_urls
from .admin.emergency import emergency_button, emergency_urls
from .admin.feedback import (
    feedback_in_header,
    feedback_urls,
    register_feedback_policy,
    remarks_item,
)
from .admin.glossary.report import avoided_words_item, glossary_urls
from .admin.glossary.side_panel import writing_urls
from .admin.icons import ICONS
from .admin.insights.dashboard import portfolio_item, portfolio_urls
from .admin.insights.evidence import evidence_item, evidence_urls
from .admin.insights.gaps import gap_urls, gaps_item
from .admin.insights.guesswork import guesswork_item, guesswork_urls
from .admin.insights.matrix import matrix_item, matrix_urls
from .admin.insights.needs import need_urls, needs_item
from .admin.insights.risks import risk_urls, risks_item
from .admin.log_actions import register_actions
from .admin.menu import JourneysGroup
from .admin.not_published import not_published_urls
from .admin.plain_language import hint_in_checks
from .admin.policies import register_policy
from .admin.publishing import (
    keep_alias,
    keep_bulk_whole,
    keep_copies_as_drafts,
    keep_draft_unpublished,
    keep_place,
    keep_translation_unpublished,
    save_instead_of_submitting,
)
from .admin.records import record_urls, sign_offs_item
from .admin.renewal import renewal_urls, say_changed
from .admin.reports import map_report_item, report_urls
from .admin.review import review_urls
from .admin.review.editor import offer_review
from .admin.roadmap import (
    roadmap_in_header,
    roadmap_item,
    roadmap_permissions,
    roadmap_urls,
)
from .admin.statements import keep_used_statements
from .admin.timeline import timeline_in_header, timeline_in_listing, timeline_urls
from .admin.translation_jobs import translation_job_urls
from .admin.translations.missing import missing_urls
from .admin.translations.report import translation_report_item, translation_report_urls
from .admin.translations.views import translation_urls
from .admin.translator_screens import refuse_while_locked, translator_urls
from .admin.turns import create_in_turn, edit_in_turn
from .admin.waiting import show_waiting
from .admin.wizard import NewMapView
from .serving import prepare_map

register_snippet(JourneysGroup)
register_policy()
register_feedback_policy()

hooks.register("construct_homepage_panels", show_waiting)
hooks.register("construct_page_action_menu", offer_review)
hooks.register("construct_wagtail_userbar", hint_in_checks)
hooks.register("before_delete_snippet", keep_used_statements)
hooks.register("before_edit_page", check_map)
hooks.register("before_edit_page", say_changed)
# Before every other hook: what they look at must not change while they look.
hooks.register("before_edit_page", edit_in_turn, order=-1000)
hooks.register("before_create_page", create_in_turn, order=-1000)
hooks.register("before_edit_snippet", check_thing)
hooks.register("register_page_listing_more_buttons", timeline_in_listing)
hooks.register("register_page_header_buttons", timeline_in_header)
hooks.register("register_page_header_buttons", roadmap_in_header)
hooks.register("register_page_header_buttons", feedback_in_header)
# After Wagtail has turned away those who may not see the page.
hooks.register("before_serve_page", prepare_map, order=100)

hooks.register("before_publish_page", keep_draft_unpublished)
# Before wagtail-localize, whose translation editor takes the place of Wagtail's.
hooks.register("before_edit_page", refuse_while_locked, order=-20)
hooks.register("before_edit_page", keep_translation_unpublished, order=-10)
hooks.register("before_create_page", save_instead_of_submitting)
hooks.register("before_bulk_action", keep_bulk_whole)
hooks.register("before_copy_page", keep_copies_as_drafts)
hooks.register("before_convert_alias_page", keep_alias)
hooks.register("before_move_page", keep_place)
hooks.register("register_page_header_buttons", emergency_button)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *ICONS]


URLS = (
    [path("new/", NewMapView.as_view(), name="new_map")],
    board_urls,
    review_urls,
    conflict_urls,
    timeline_urls,
    renewal_urls,
    report_urls,
    emergency_urls,
    not_published_urls,
    record_urls,
    glossary_urls,
    writing_urls,
    translation_job_urls,
    translation_urls,
    translation_report_urls,
    missing_urls,
    roadmap_urls,
    feedback_urls,
    coverage_urls,
    matrix_urls,
    gap_urls,
    portfolio_urls,
    evidence_urls,
    guesswork_urls,
    risk_urls,
    need_urls,
)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    urls = [url for urls in (*URLS, translator_urls()) for url in urls]
    return [path("parcours/", include((urls, "wagtail_parcours")))]


@hooks.register("register_reports_menu_item")
def register_map_report() -> Any:
    return map_report_item(order=650)


@hooks.register("register_reports_menu_item")
def register_roadmap() -> Any:
    return roadmap_item(order=652)


@hooks.register("register_permissions")
def register_roadmap_permissions() -> Any:
    return roadmap_permissions()


@hooks.register("register_reports_menu_item")
def register_remarks() -> Any:
    return remarks_item(order=656)


@hooks.register("register_reports_menu_item")
def register_sign_offs() -> Any:
    return sign_offs_item(order=660)


@hooks.register("register_reports_menu_item")
def register_avoided_words() -> Any:
    return avoided_words_item(order=670)


@hooks.register("register_reports_menu_item")
def register_translation_report() -> Any:
    return translation_report_item(order=655)


@hooks.register("register_reports_menu_item")
def register_coverage() -> Any:
    return coverage_item(order=680)


@hooks.register("register_reports_menu_item")
def register_cross_matrix() -> Any:
    return matrix_item(order=682)


@hooks.register("register_reports_menu_item")
def register_gap_analysis() -> Any:
    return gaps_item(order=684)


@hooks.register("register_reports_menu_item")
def register_portfolio() -> Any:
    return portfolio_item(order=679)


@hooks.register("register_reports_menu_item")
def register_evidence() -> Any:
    return evidence_item(order=682)


@hooks.register("register_reports_menu_item")
def register_guesswork() -> Any:
    return guesswork_item(order=683)


@hooks.register("register_reports_menu_item")
def register_risks() -> Any:
    return risks_item(order=684)


@hooks.register("register_reports_menu_item")
def register_needs() -> Any:
    return needs_item(order=685)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    register_actions(actions)


@hooks.register("insert_global_admin_css")
def insert_admin_css() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("wagtail_parcours/css/journeys-admin.css")
    )


@hooks.register("insert_editor_js")
def insert_editor_script() -> str:
    address = static("wagtail_parcours/js/outdated.js")
    return format_html('<script type="module" src="{}"></script>', address)
