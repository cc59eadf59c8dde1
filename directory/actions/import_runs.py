"""How a file travels through the screen: kept until it is decided, tried first, then brought in, then forgotten."""

from django.db import transaction
from django.utils import translation

from accounts.models import User
from directory.actions.importing import import_directory
from directory.imports.mapping import parse_mapping, read_mapping
from directory.imports.report import Refusal
from directory.models import ImportRun

Stage = ImportRun.Stage
ROWS_A_STEP = 25  # how often the person who waits sees the number grow


@transaction.atomic
def begin_import(content: bytes, *, by: User, mapping: str = "") -> ImportRun:
    """Keep a file for this person and let it be tried. Files of theirs that were never decided are forgotten."""
    ImportRun.objects.filter(by=by).exclude(stage__in=[Stage.DONE, Stage.WRITING]).delete()
    return ImportRun.objects.create(by=by, content=content, mapping=mapping)


def try_import(run: ImportRun) -> ImportRun:
    """Go through the whole file and keep what would happen; nothing is written to the directory."""
    return _go_through(run, during=Stage.READING, after=Stage.PREVIEWED, dry_run=True)


def finish_import(run: ImportRun) -> ImportRun:
    """Bring the file in, all of it or nothing, and forget it."""
    done = _go_through(run, during=Stage.WRITING, after=Stage.DONE, dry_run=False)
    done.content = b""
    done.save(update_fields=["content"])
    return done


@transaction.atomic
def approve_import(run: ImportRun) -> bool:
    """Take a tried file up for writing. False when it was not tried, or somebody was quicker."""
    return bool(ImportRun.objects.filter(pk=run.pk, stage=Stage.PREVIEWED).update(stage=Stage.WRITING, rows_read=0))


def _go_through(run: ImportRun, *, during: Stage, after: Stage, dry_run: bool) -> ImportRun:
    _set(run, stage=during, rows_read=0)

    def progress(done: int, total: int) -> None:
        if done == total or done % ROWS_A_STEP == 0:
            _set(run, rows_read=done, rows_total=total)

    with translation.override(run.by.language):
        try:
            mapping = parse_mapping(run.mapping) if run.mapping else read_mapping()
            report = import_directory(bytes(run.content), mapping, by=run.by, dry_run=dry_run, progress=progress)
        except Refusal as refusal:
            _set(run, stage=Stage.REFUSED, report={"refusal": str(refusal)}, content=b"")
            return run
        except Exception:
            _set(run, stage=Stage.FAILED, content=b"")
            raise
    _set(run, stage=after, report=report.as_data())
    return run


def _set(run: ImportRun, **columns: object) -> None:
    for name, value in columns.items():
        setattr(run, name, value)
    run.save(update_fields=list(columns))
