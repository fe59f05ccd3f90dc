"""Wagtail's own admin views, configured for personas, channels, target groups and maps."""
