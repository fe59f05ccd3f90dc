"""Proving that nothing was altered: the chain of records, what they stand for, and live maps.

The software itself never changes a record and publishes nothing unsigned; whoever writes to the
database past it can do both. Everything is worked out again here from what is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .chain_checks import ChainWalk
from .findings import Finding
from .live_checks import check_live_maps
from .sealed_checks import check_sealed_versions


@dataclass
class Audit:
    """One verification. Findings come one by one; the counts are right when they have ended."""

    #: The hash of a record that was noted elsewhere, in lower case; ``""`` for none.
    expected: str = ""
    walk: ChainWalk = field(default_factory=ChainWalk)
    maps: int = 0

    @property
    def records(self) -> int:
        """How many records the chain has."""
        return self.walk.records

    @property
    def head(self) -> str:
        """The hash of the last record, to be kept elsewhere; ``""`` for an empty chain."""
        return self.walk.head

    def findings(self) -> Iterator[Finding]:
        """Everything found, records first. Memory does not grow with their number."""
        yield from self.walk.findings(self.expected)
        yield from check_sealed_versions()
        for found in check_live_maps():
            if isinstance(found, Finding):
                yield found
            else:
                self.maps += found
