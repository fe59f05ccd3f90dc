"""Sphinx configuration. Build with ``make docs``; a warning is an error."""

from importlib import metadata

project = "wagtail-parcours"
author = "wagtail-parcours contributors"
copyright = author
release = metadata.version(project)
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "wagtail-parcours"
# No fonts or scripts from elsewhere: the documentation is read inside closed networks too.
html_theme_options = {"source_edit_link": None}
