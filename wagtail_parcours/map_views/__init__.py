"""What is served below the address of a map. Each view has a module of its own here."""

from ..models.routes import register_map_view
from .analysis import analysis
from .answer import answer
from .current_future import current_future
from .family import family
from .ways import outline, story


def connect_map_views() -> None:
    """Register the views by the last part of their address; called once, when ready."""
    register_map_view("family", family)
    register_map_view("changes", current_future)
    register_map_view("analysis", analysis)
    register_map_view("outline", outline)
    register_map_view("story", story)
    register_map_view("answer", answer)
