"""What follows when a manual passes to another of its owners: the editions that were released pass with it."""

from wagtail.models import Page

from manuals.models import FrozenChapter, Work
from organisations.models import Organisation
from search.actions import refresh


def pass_manual_on(page: Page, owner: Organisation) -> None:
    """Give the work that is written on this page, if it is a manual, to its next owner."""
    works = Work.objects.filter(key=page.translation_key)
    if works.update(owner=owner):
        refresh(*FrozenChapter.objects.filter(manual__edition__work__in=works))
