"""A map in several languages, kept in step: what is translated, from what, and what is behind."""
