"""Reports on what the live maps add up to."""
