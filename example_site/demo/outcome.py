"""What loading the demo did."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """What was created, and how much was there already."""

    created: list[str] = field(default_factory=list)
    kept: int = 0

    def note(self, what: str, created: bool) -> None:
        """Record one thing, created or found in place."""
        if created:
            self.created.append(what)
        else:
            self.kept += 1
