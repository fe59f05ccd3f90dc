"""Addresses inside a page: the identity of a block, made safe for an ``id`` attribute."""

import hashlib
import re

SAFE = re.compile(r"^[0-9A-Za-z_-]{1,64}$")


def anchor(prefix: str, identity: str) -> str:
    """Return ``prefix-identity``; an identity that no address can hold is replaced by its hash.

    Bodies written by an import or an API may hold any text as an identity.
    """
    if not identity:
        return ""
    if not SAFE.match(identity):
        identity = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{prefix}-{identity}"


class Anchors:
    """Gives each anchor of a document once: a second use of the same one gets none."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, prefix: str, identity: str) -> str:
        name = anchor(prefix, identity)
        if not name or name in self._given:
            return ""
        self._given.add(name)
        return name
