"""What a manual is while it is written, and what its editions are."""

from manuals.models.corrections import Correction, CorrectionKind, ProposedCorrection
from manuals.models.editions import Edition, FrozenChapter, FrozenFile, FrozenManual, State, Work
from manuals.models.imports import ManualImport
from manuals.models.licences import Licence
from manuals.models.waiting import WaitingRelease
from manuals.models.working import ChapterPage, ManualPage

__all__ = [
    "ChapterPage",
    "Correction",
    "CorrectionKind",
    "Edition",
    "FrozenChapter",
    "FrozenFile",
    "FrozenManual",
    "Licence",
    "ManualImport",
    "ManualPage",
    "ProposedCorrection",
    "State",
    "WaitingRelease",
    "Work",
]
