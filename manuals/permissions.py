"""Who may do what with manuals: release and withdraw their editions, and open the files that stand in them."""

from django.db.models import QuerySet

from accounts.models import User
from manuals.models import Edition, FrozenChapter, FrozenFile, ManualPage
from organisations.permissions import publishable_pages, readable_by
from organisations.viewer import Viewer


def readable_files(viewer: Viewer) -> QuerySet[FrozenFile]:
    """The pictures and files that stand in a chapter which this viewer may read, in whatever edition."""
    chapters = readable_by(viewer, FrozenChapter.objects.all())
    return FrozenFile.objects.filter(chapters__in=chapters.values("pk")).distinct()


def releasable_manuals(person: User) -> QuerySet[ManualPage]:
    """The manuals of which this person may release and withdraw editions: those whose pages they may publish."""
    return ManualPage.objects.filter(pk__in=publishable_pages(person).values("pk"), alias_of=None)


def withdrawable_editions(person: User) -> QuerySet[Edition]:
    """The editions that this person may take back: those of manuals which they may release."""
    keys = releasable_manuals(person).values("translation_key")
    return Edition.objects.filter(work__key__in=keys).select_related("work")
