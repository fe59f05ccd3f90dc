"""What live maps add up to: rows written when a map goes live, removed when it leaves."""

from .facets import connect_facets, facet_values, rewrite_facets
from .index import connect_index, rewrite_index

__all__ = ["connect_facets", "connect_index", "facet_values", "rewrite_facets", "rewrite_index"]
