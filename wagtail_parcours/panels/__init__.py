"""The panels of a portfolio: figures in words, in a drawing and in a table that is also exported.

Dashboards of the admin and pages for employees show the same panels, over what each visitor may
read. A panel is built from the answers of :mod:`wagtail_parcours.insights.portfolio`; the numbers
of its table are those of its export.
"""

from .catalogue import PANELS, build_panel, build_panels
from .headline import headline
from .panel import Cell, Column, Panel

__all__ = ["PANELS", "Cell", "Column", "Panel", "build_panel", "build_panels", "headline"]
