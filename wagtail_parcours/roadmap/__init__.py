"""The roadmap: what a signed future-state map promises, and how far it has come."""

from .counts import items_of_keys, items_of_pages, roadmap_counts
from .following import connect_roadmap
from .renewing import renew_items, renew_map
from .writing import move_item, note_what_people_wrote, write_item

__all__ = [
    "connect_roadmap",
    "items_of_keys",
    "items_of_pages",
    "move_item",
    "note_what_people_wrote",
    "renew_items",
    "renew_map",
    "roadmap_counts",
    "write_item",
]
