"""What happens to a manual: an edition is released, withdrawn, and withdrawn for safety."""

from manuals.actions.access import follow_pages
from manuals.actions.release import Release, ReleaseError, release_edition
from manuals.actions.withdrawal import withdraw_edition, withdraw_for_safety

__all__ = ["Release", "ReleaseError", "follow_pages", "release_edition", "withdraw_edition", "withdraw_for_safety"]
