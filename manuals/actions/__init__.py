"""What happens to a manual: an edition is released, corrected, withdrawn, and withdrawn for safety."""

from manuals.actions.access import follow_pages
from manuals.actions.corrections import (
    CorrectionError,
    NewCorrection,
    approve_correction,
    drop_correction,
    propose_correction,
    publish_correction,
)
from manuals.actions.release import Release, ReleaseError, release_edition
from manuals.actions.remains import Remains
from manuals.actions.withdrawal import withdraw_edition, withdraw_for_safety

__all__ = [
    "CorrectionError",
    "NewCorrection",
    "Release",
    "ReleaseError",
    "Remains",
    "approve_correction",
    "drop_correction",
    "follow_pages",
    "propose_correction",
    "publish_correction",
    "release_edition",
    "withdraw_edition",
    "withdraw_for_safety",
]
