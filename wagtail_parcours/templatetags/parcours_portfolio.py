"""Tags for the portfolio page."""

from typing import Any

from django import template

from ..panels.page import PortfolioView, portfolio_view

register = template.Library()


@register.simple_tag(takes_context=True)
def journey_portfolio(context: template.Context, page: Any) -> PortfolioView:
    """The figures of a portfolio page: ``{% journey_portfolio page as portfolio %}``."""
    return portfolio_view(page, context["request"])
