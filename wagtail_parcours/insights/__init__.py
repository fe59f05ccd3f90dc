"""What live maps add up to: rows written when a map goes live, removed when it leaves."""

from .facets import connect_facets, facet_values, rewrite_facets

__all__ = ["connect_facets", "facet_values", "rewrite_facets"]
