"""The text of an edition as plain data: frozen from the pages at one moment, written down as rows at that one or later.

It is what JSON can hold. In each language: the page it came from, its licence, its readers then, who published it, the
fields of its FrozenManual, and its chapters; of each chapter besides what it names, and its files.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import Page

from content.references import OWNED, references_of
from manuals.digests import chapter_digest, manual_digest
from manuals.drafts import Draft
from manuals.freezing import Freezer
from manuals.models import ChapterPage, Edition, FrozenChapter, FrozenFile, FrozenManual
from organisations.actions.audiences import owners_of

Text = dict[str, Any]
# The digests of what is not written yet.
UNKNOWN = ""


def frozen_texts(drafts: list[Draft], *, labels: Mapping[str, str], changes: Mapping[str, str]) -> list[Text]:
    """The text of each of these drafts as it is now. Arguments: labels, changes, as Release has them."""
    return [_frozen(draft, labels.get(draft.language, ""), changes.get(draft.language, "")) for draft in drafts]


def _frozen(draft: Draft, label: str, changes: str) -> Text:
    page = draft.manual
    freezer = Freezer(draft.language, page.slug, page.translation_key)
    fields = {
        "language": draft.language, "title": page.title, "summary": page.summary, "authors": page.authors,
        "label": label, "changes": changes,
        "owners": [owner.name for owner in owners_of(page)],
    }  # fmt: skip
    return {
        "page": page.pk,
        "licence": page.licence,
        "policy": page.access.policy_id,
        "published_by": _published_by(page),
        "fields": fields,
        "chapters": [_frozen_chapter(freezer, draft, order) for order in range(len(draft.chapters))],
    }


def _frozen_chapter(freezer: Freezer, draft: Draft, order: int) -> Text:
    page = draft.chapters[order]
    path = draft.path_of(page)
    blocks, files = freezer.blocks(page, path)
    fields = {
        "key": str(page.translation_key), "path": path, "order": order, "depth": path.count("/") + 1,
        "title": page.title, "summary": page.summary, "blocks": blocks, "words": _count(blocks),
        "terms": _terms(page), "level": page.level, "credits": page.credits, "licence": page.licence,
    }  # fmt: skip
    return {
        "page": page.pk,
        "policy": page.access.policy_id,
        "published_by": _published_by(page),
        "names": sorted([one.model, one.pk] for one in references_of(page, only=OWNED)),
        "files": [file.pk for file in files],
        "fields": fields,
    }


def _published_by(page: Page) -> int | None:
    return page.live_revision.user_id if page.live_revision else None


def _count(blocks: list[dict[str, Any]]) -> int:
    return sum(len(block["text"].split()) for block in blocks)


def _terms(page: ChapterPage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in page.terms.all():
        found.setdefault(term.branch, []).append(term.code)
    return {branch: sorted(codes) for branch, codes in sorted(found.items())}


# -- Rows ----------------------------------------------------------------------------------------------------------


def write_texts(edition: Edition, texts: list[Text]) -> list[FrozenManual]:
    """Write these texts down as those of an edition, each with the readers that its page had when it was frozen."""
    return [_written(edition, text) for text in texts]


def _written(edition: Edition, text: Text) -> FrozenManual:
    manual = FrozenManual.objects.create(edition=edition, digest=UNKNOWN, **text["fields"], **_readers(text))
    chapters = [_written_chapter(manual, chapter) for chapter in text["chapters"]]
    manual.digest = manual_digest(manual, chapters)
    manual.save(update_fields=["digest"])
    return manual


def _written_chapter(manual: FrozenManual, text: Text) -> FrozenChapter:
    chapter = FrozenChapter(manual=manual, **text["fields"], **_readers(text))
    chapter.digest = chapter_digest(chapter)
    chapter.save()
    FrozenChapter.files.through.objects.bulk_create(
        FrozenChapter.files.through(frozenchapter=chapter, frozenfile_id=file) for file in text["files"]
    )
    return chapter


def _readers(text: Text) -> dict[str, Any]:
    return dict.fromkeys(("frozen_policy_id", "page_policy_id", "policy_id"), text["policy"])


# -- Files ---------------------------------------------------------------------------------------------------------


def unused_files() -> list[FrozenFile]:
    """The files that stand in no edition and in none that waits."""
    return list(FrozenFile.objects.filter(chapters=None, waiting=None))


def forget_files(files: list[FrozenFile]) -> None:
    """Delete these files, their bytes once it is certain."""
    for file in files:
        stored, name = file.file.storage, str(file.file.name)
        file.delete()
        transaction.on_commit(partial(stored.delete, name), robust=True)
