"""Customer-journey maps as living pages of a Wagtail intranet."""

__version__ = "0.1.0"
