"""What a verification found: one sentence each, for a person and for a program."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `code` is stable; `position` is that of a record, `page` a primary key.

    A problem means that something was altered past the software, or that a map is live which its
    policy wants signed and that is not. A notice is worth knowing and proves no such thing.
    """

    code: str
    sentence: str
    position: int | None = None
    page: int | None = None
    is_problem: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def notice(code: str, sentence: str, **where: Any) -> Finding:
    """Something worth knowing that is no problem."""
    return Finding(code, sentence, **where, is_problem=False)
