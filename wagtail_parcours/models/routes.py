"""Addresses below a map: other views of the same map, such as ``…/family/``.

What stands below the models is registered from above, once, when the applications are ready::

    register_map_view("family", family)      # family(page, request) -> response

The map itself is served by Wagtail as any page is: with its hooks, privacy and previews.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.contrib.routable_page.models import RoutablePageMixin

MapView = Callable[[Any, HttpRequest], HttpResponse]

_views: dict[str, MapView] = {}


def register_map_view(name: str, view: MapView) -> None:
    """Serve `view` at ``<address of each map>/<name>/``, to those who may read the map."""
    _views[name] = view


class MapRoutesMixin(RoutablePageMixin):
    """A page with the registered views below its own address, in every language the same.

    Only what lies below the address is routed here. The page itself goes Wagtail's own way: the
    mixin's index route would hand positional arguments to a site's `serve()`, and to hooks, that
    know of none, and its preview would not be marked as one.
    """

    #: The registered view that is being served; ``""`` for the page itself.
    served_view = ""

    @classmethod
    def get_subpage_urls(cls) -> tuple[Any, ...]:
        own = [path(f"{name}/", view, name=name) for name, view in _views.items()]
        return (*super().get_subpage_urls(), *own)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if path_components:
            return super().route(request, path_components)
        return super(RoutablePageMixin, self).route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        match = getattr(request, "routable_resolver_match", None)
        if args and match is not None and match.url_name in _views:
            self.served_view = match.url_name
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return super(RoutablePageMixin, self).serve_preview(request, mode_name)

    @property
    def view_path(self) -> str:
        """What follows the page's address while one of its views is served: ``family/``."""
        return self.reverse_subpage(self.served_view) if self.served_view else ""

    def get_route_paths(self) -> list[str]:
        """For redirects, when the map moves or gets another slug."""
        return [*super().get_route_paths(), *(f"/{name}/" for name in _views)]

    def get_cached_paths(self) -> list[str]:
        """For caches in front of the site, which forget all views of a map together."""
        return [*super().get_cached_paths(), *(f"/{name}/" for name in _views)]
