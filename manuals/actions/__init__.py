"""What happens to a manual: an edition is released, at once or at its moment, corrected, and withdrawn."""

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
from manuals.actions.waiting import cancel_release, move_release, schedule_release
from manuals.actions.withdrawal import withdraw_edition, withdraw_for_safety

__all__ = [
    "CorrectionError",
    "NewCorrection",
    "Release",
    "ReleaseError",
    "Remains",
    "approve_correction",
    "cancel_release",
    "drop_correction",
    "follow_pages",
    "move_release",
    "propose_correction",
    "publish_correction",
    "release_edition",
    "schedule_release",
    "withdraw_edition",
    "withdraw_for_safety",
]
