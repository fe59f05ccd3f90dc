"""The editors' screens: how a map asks its readers, and what to do with what they say."""

from .asking import feedback_in_header, register_feedback_policy
from .listing import remarks_item
from .urls import feedback_urls

__all__ = ["feedback_in_header", "feedback_urls", "register_feedback_policy", "remarks_item"]
