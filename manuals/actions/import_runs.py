"""How an archive travels through the screen: kept until it is decided, looked at first, then brought in, forgotten."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from accounts.models import User
from manuals import permissions
from manuals.actions.importing import import_manual
from manuals.importing.plan import plan_of
from manuals.importing.preview import preview_of
from manuals.importing.reading import read_archive
from manuals.importing.report import ImportRefusedError
from manuals.models import ManualImport, ManualPage
from organisations.models import Organisation

Stage = ManualImport.Stage
# In all languages: while they are written, about six in a second, nobody else can publish or withdraw anything.
MOST_CHAPTERS = 400
CHAPTERS_A_STEP = 5  # how often the person who waits sees the number grow


@transaction.atomic
def begin_import(
    content: bytes, *, organisation: Organisation, by: User, language: str,
    manual: ManualPage | None = None, title: str = "", licence: str = "",
) -> ManualImport:  # fmt: skip
    """Keep an archive for this person and let it be looked at; what they never decided is forgotten.

    Arguments: content, a ZIP archive; organisation, in whose workspace the manual stands or will; language, of files
    that say none; manual, the one to bring up to date, or None for a new one with this title and licence.
    """
    forget_imports()
    ManualImport.objects.filter(by=by).exclude(stage__in=[Stage.DONE, Stage.WRITING]).delete()
    return ManualImport.objects.create(
        by=by, organisation=organisation, manual=manual, title=title, licence=licence, language=language,
        content=content,
    )  # fmt: skip


def try_import(run: ManualImport) -> ManualImport:
    """Read the whole archive and keep what would happen; no page and no picture is written."""
    return _guarded(run, Stage.READING, _look)


def finish_import(run: ManualImport) -> ManualImport:
    """Bring the archive in, all of it or nothing, and forget it."""
    return _guarded(run, Stage.WRITING, _write)


@transaction.atomic
def approve_import(run: ManualImport) -> bool:
    """Take up for writing what was looked at. False when it was not, or somebody was quicker."""
    previewed = ManualImport.objects.filter(pk=run.pk, stage=Stage.PREVIEWED)
    return bool(previewed.update(stage=Stage.WRITING, at=timezone.now()))


@transaction.atomic
def forget_imports(*, at: datetime | None = None) -> int:
    """Delete archives that came a day ago or earlier and are not brought in. Returns how many rows that were."""
    old = ManualImport.objects.filter(at__lte=(at or timezone.now()) - permissions.KEPT)
    return old.exclude(stage=Stage.DONE).delete()[0]


def title_is_taken(organisation: Organisation, title: str) -> bool:
    """Whether a manual with this title stands in a workspace of the organisation already."""
    return ManualPage.objects.filter(access__owner=organisation, title__iexact=title.strip()).exists()


def _guarded(run: ManualImport, during: Stage, step: Callable[[ManualImport], None]) -> ManualImport:
    _set(run, stage=during)
    with translation.override(run.by.language):
        try:
            step(run)
        except ImportRefusedError as refused:
            _set(run, stage=Stage.REFUSED, refusals=[list(line) for line in refused.lines], content=b"")
        except ValidationError as error:
            _set(run, stage=Stage.REFUSED, refusals=[["", words] for words in error.messages], content=b"")
        except Exception:
            _set(run, stage=Stage.FAILED, content=b"")
            raise
    return run


def _look(run: ManualImport) -> None:
    def progress(done: int, total: int) -> None:
        if done == total or done % CHAPTERS_A_STEP == 0:
            _set(run, chapters_read=done, chapters_total=total)

    files = read_archive(bytes(run.content), language=run.language)
    plan = plan_of(files, first=run.language)
    if sum(len(chapters) for chapters in plan.chapters.values()) > MOST_CHAPTERS:
        words = _("There are more than %(most)s chapters. Bring them in in parts, one language after the other.")
        raise ImportRefusedError([("", words % {"most": MOST_CHAPTERS})])
    preview = preview_of(files, plan, into=run.manual, progress=progress)
    _set(run, stage=Stage.PREVIEWED, preview=preview)


@transaction.atomic
def _write(run: ManualImport) -> None:
    # Between the preview and this the person may have lost the role, or the manual have come to others.
    if not permissions.own_imports(run.by).filter(pk=run.pk).exists():
        raise ValidationError(_("You may not change this manual any more."))
    if run.manual is None and title_is_taken(run.organisation, run.title):
        raise ValidationError(_("There is a manual with this title already. Choose it, or write another title."))
    files = read_archive(bytes(run.content), language=run.language)
    manual, report = import_manual(
        files, plan_of(files, first=run.language), organisation=run.organisation, title=run.title,
        slug=_free_address(run), by=run.by, licence=run.licence, into=run.manual,
    )  # fmt: skip
    _set(run, stage=Stage.DONE, manual=manual, report=report.as_data(), content=b"")


def _free_address(run: ManualImport) -> str:
    """An address that no page has in any workspace of the organisation; that of the manual when there is one."""
    if run.manual:
        return run.manual.slug
    wanted, number = slugify(run.title)[:200] or "manual", 1
    spaces = [Page.objects.get(pk=pk) for pk in run.organisation.workspaces.values_list("pk", flat=True)]
    candidate = wanted
    while any(find_available_slug(space, candidate) != candidate for space in spaces):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _set(run: ManualImport, **columns: object) -> None:
    for name, value in columns.items():
        setattr(run, name, value)
    run.save(update_fields=list(columns))
