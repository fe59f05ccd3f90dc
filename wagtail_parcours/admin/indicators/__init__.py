"""Indicators and their readings in the "Journeys" menu."""
