"""How well personas stand for clients: the report, hints on each persona, and its review."""
