"""Translations of maps in the admin: what is behind its source, in both editors and in a report."""
