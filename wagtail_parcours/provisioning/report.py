"""What was created and what was left alone."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Plain sentences, in the order in which things happened."""

    created: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    #: What the person who ran it should do next.
    advice: list[str] = field(default_factory=list)

    def add(self, sentence: str, *, created: bool) -> None:
        (self.created if created else self.kept).append(sentence)
