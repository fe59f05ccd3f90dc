"""What readers answer to a published map: who may, what is kept of it, and what becomes of it."""

from .identity import Sender, pseudonym_of, sender_of
from .keeping import erase_subject, export_subject, purge
from .limits import TooManyRemarksError
from .links import read_token, token_of
from .parts import Part, answerable_part
from .treating import treat
from .writing import record_remark

__all__ = [
    "Part",
    "Sender",
    "TooManyRemarksError",
    "answerable_part",
    "erase_subject",
    "export_subject",
    "pseudonym_of",
    "purge",
    "read_token",
    "record_remark",
    "sender_of",
    "token_of",
    "treat",
]
