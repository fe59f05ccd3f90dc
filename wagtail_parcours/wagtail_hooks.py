"""What the plugin registers with Wagtail. The things themselves live in ``admin/``."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin.board import board_urls
from .admin.icons import ICONS
from .admin.log_actions import register_actions
from .admin.menu import JourneysGroup
from .admin.policies import register_policy
from .admin.review import review_urls
from .admin.statements import keep_used_statements
from .admin.turns import create_in_turn, edit_in_turn
from .admin.wizard import NewMapView

register_snippet(JourneysGroup)
register_policy()

hooks.register("before_delete_snippet", keep_used_statements)
# Before every other hook: what they look at must not change while they look.
hooks.register("before_edit_page", edit_in_turn, order=-1000)
hooks.register("before_create_page", create_in_turn, order=-1000)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *ICONS]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    urls = [path("new/", NewMapView.as_view(), name="new_map"), *board_urls, *review_urls]
    return [path("parcours/", include((urls, "wagtail_parcours")))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    register_actions(actions)


@hooks.register("insert_global_admin_css")
def insert_admin_css() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("wagtail_parcours/css/journeys-admin.css")
    )
