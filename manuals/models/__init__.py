"""What a manual is while it is written, and what its editions are."""

from manuals.models.editions import Edition, FrozenChapter, FrozenFile, FrozenManual, State, Work
from manuals.models.imports import ManualImport
from manuals.models.licences import Licence
from manuals.models.working import ChapterPage, ManualPage

__all__ = [
    "ChapterPage",
    "Edition",
    "FrozenChapter",
    "FrozenFile",
    "FrozenManual",
    "Licence",
    "ManualImport",
    "ManualPage",
    "State",
    "Work",
]
