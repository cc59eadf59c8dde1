"""Who may do what with manuals: release, correct, withdraw and bring them in, and open the files that stand in them."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from manuals.models import (
    Edition,
    FrozenChapter,
    FrozenFile,
    FrozenManual,
    ManualImport,
    ManualPage,
    ProposedCorrection,
    State,
)
from organisations.models import Organisation
from organisations.permissions import organisations_of, publishable_pages, readable_by, with_what_is_read
from organisations.roles import PUBLISHING
from organisations.viewer import Viewer

KEPT = timedelta(days=1)  # an archive that nobody decided


def readable_files(viewer: Viewer) -> QuerySet[FrozenFile]:
    """The pictures and files that stand in a chapter which this viewer may read, in whatever edition."""
    chapters = readable_by(viewer, FrozenChapter.objects.all())
    return FrozenFile.objects.filter(chapters__in=chapters.values("pk")).distinct()


def releasable_manuals(person: User) -> QuerySet[ManualPage]:
    """The manuals of which this person may release editions: those whose pages they may publish."""
    return ManualPage.objects.filter(pk__in=publishable_pages(person).values("pk"), alias_of=None)


def withdrawable_texts(person: User) -> QuerySet[FrozenManual]:
    """The editions, each in its languages, by which this person finds what they may take back: those of manuals which
    they may release, and for the secretariat those whose title page it may read, while they have a text. An
    organisation that left has nobody else who could, and its editions stay at their addresses."""
    keys = releasable_manuals(person).values("translation_key")
    texts = with_what_is_read(person, FrozenManual.objects.filter(edition__work__key__in=keys))
    return texts.exclude(edition__state=State.WITHDRAWN_FOR_SAFETY)


def withdrawable_editions(person: User) -> QuerySet[Edition]:
    """The editions that this person may take back, in all their languages at once."""
    return Edition.objects.filter(pk__in=withdrawable_texts(person).values("edition")).select_related("work")


def correctable_editions(person: User) -> QuerySet[Edition]:
    """The editions that this person may correct: those of manuals which they may release, while they have a text."""
    keys = releasable_manuals(person).values("translation_key")
    return Edition.objects.filter(work__key__in=keys).exclude(state=State.WITHDRAWN_FOR_SAFETY).select_related("work")


def correctable_chapters(person: User, viewer: Viewer) -> QuerySet[FrozenChapter]:
    """The chapters of these editions that this person may correct: those whose page they may publish, and those that
    they may read. A page owned together, or one that left the manual, may hold what only others know.

    Arguments: viewer, the same person in this session.
    """
    chapters = FrozenChapter.objects.filter(manual__edition__in=correctable_editions(person).values("pk"))
    own = Q(key__in=publishable_pages(person).values("translation_key"))
    return chapters.filter(own | Q(pk__in=readable_by(viewer, chapters).values("pk")))


def proposed_corrections(person: User) -> QuerySet[ProposedCorrection]:
    """The corrections that wait in editions which this person may correct."""
    return ProposedCorrection.objects.filter(edition__in=correctable_editions(person).values("pk"))


def importing_organisations(person: User) -> QuerySet[Organisation]:
    """The organisations into whose workspaces this person may bring a manual: those for which they publish."""
    return organisations_of(person, *PUBLISHING)


def importable_manuals(person: User) -> QuerySet[ManualPage]:
    """The manuals that this person may bring up to date: those in the workspaces of these organisations. Co-owners
    change the pages, and leave bringing in, which adds pages and pictures to the workspace, to its organisation."""
    own = importing_organisations(person).values("pk")
    return ManualPage.objects.filter(access__owner__in=own, alias_of=None).select_related("access__owner")


def own_imports(person: User) -> QuerySet[ManualImport]:
    """The imports that this person began and may go on with, none of those that are due to be forgotten. Without the
    bytes, which no page needs."""
    may = Q(organisation__in=importing_organisations(person).values("pk"))
    mine = Q(manual=None) | Q(manual__in=importable_manuals(person).values("pk"))
    kept = Q(stage=ManualImport.Stage.DONE) | Q(at__gt=timezone.now() - KEPT)
    return ManualImport.objects.filter(may, mine, kept, by_id=person.pk).defer("content")
