"""Where manuals hear that who may read their pages has changed."""

from django.dispatch import receiver

from manuals.actions import follow_pages
from manuals.actions.access import working_pages
from organisations.access import access_changed


@receiver(access_changed)
def readers_changed(pages: list[int], **_kwargs: object) -> None:
    """What was released from a page that became narrower does so in the same transaction."""
    found = working_pages(pages)
    if found:
        follow_pages(found)
