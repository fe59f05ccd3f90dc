"""What ``manage.py parcours_setup`` does, as functions that other code may call too."""

from .everything import CATALOGUES, NOWHERE, PLACES, ROOT, provision
from .languages import UnknownLanguageError
from .report import Report

__all__ = ["CATALOGUES", "NOWHERE", "PLACES", "ROOT", "Report", "UnknownLanguageError", "provision"]
