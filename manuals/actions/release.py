"""How an edition is released: all its languages at once, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from content.page_cache import forget_kept_pages
from manuals.checks import Finding, findings
from manuals.digests import chapter_digest, edition_digest, manual_digest
from manuals.drafts import Draft, drafts_of
from manuals.freezing import Freezer
from manuals.models import Edition, FrozenChapter, FrozenManual, ManualPage, State, Work
from manuals.numbers import Number
from organisations import rules
from organisations.actions.audiences import owners_of
from organisations.audit import record
from search.actions import refresh

# The digests of what is not written yet.
UNKNOWN = ""


class ReleaseError(Exception):
    """Nothing was released. findings: what stands in the way; field: of Release, when it is about one of those."""

    def __init__(self, words: str | Promise, *, field: str = "", found: list[Finding] | None = None) -> None:
        super().__init__(str(words))
        self.field = field
        self.findings = found or []


@dataclass(frozen=True)
class Release:
    """What is said about an edition when it is released.

    number: "3.1"; languages: codes; labels, changes: by language, what changed in words, needed when old advice is
    out of date (a new first number); isbn, doi: where somebody gave it one; on: the day, today when None.
    """

    number: str
    languages: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    isbn: str = ""
    doi: str = ""
    on: date | None = None


@transaction.atomic
def release_edition(manual: ManualPage, release: Release, *, by: User | None) -> Edition:
    """Freeze the published chapters of a manual, in all chosen languages, as its current edition.

    Arguments: manual, its page in the language in which it is written first; by, who releases, None for the site.
    Returns the edition. Readers find it once the transaction ends, and the former one until then.
    Raises ReleaseError, with everything that stands in the way, and then nothing has changed.
    """
    drafts = _drafts_for(manual, release)
    work = _locked_work(manual)
    number, former = _next_number(work, release)
    _refuse_silence(number, former, release)
    _refuse_one_pair_of_eyes(drafts, by)
    _supersede(work)
    edition = Edition.objects.create(
        work=work, major=number.major, minor=number.minor, patch=number.patch, number=str(number),
        released_on=release.on or timezone.localdate(), supersedes=former, licence=drafts[0].manual.licence,
        isbn=release.isbn, doi=release.doi, digest=UNKNOWN,
    )  # fmt: skip
    texts = [_freeze(draft, edition, release) for draft in drafts]
    edition.digest = edition_digest(edition, texts)
    edition.save(update_fields=["digest"])
    forget_kept_pages()
    refresh(*FrozenChapter.objects.filter(manual__edition__work=work))
    record(
        "edition.released", by=by, organisation=work.owner, about=work, number=edition.number, digest=edition.digest,
        languages=" ".join(draft.language for draft in drafts),
    )  # fmt: skip
    return edition


# -- What stands in the way ----------------------------------------------------------------------------------------


def _drafts_for(manual: ManualPage, release: Release) -> list[Draft]:
    drafts = drafts_of(manual, release.languages)
    missing = set(release.languages) - {draft.language for draft in drafts}
    if not drafts or missing:
        words = _("Choose at least one language, and only those in which the manual is published.")
        raise ReleaseError(words, field="languages")
    stopping = [finding for finding in findings(drafts) if finding.stops]
    if stopping:
        raise ReleaseError(_("Nothing was released. Mend what is listed, then release it again."), found=stopping)
    return drafts


def _locked_work(manual: ManualPage) -> Work:
    values = {
        "slug": manual.slug,
        "source_language": manual.locale.language_code,
        "owner": manual.access.owner,
    }
    work, _made = Work.objects.get_or_create(key=manual.translation_key, defaults=values)
    return Work.objects.select_for_update().get(pk=work.pk)


def _next_number(work: Work, release: Release) -> tuple[Number, Edition | None]:
    try:
        number = Number.parse(release.number)
    except ValueError as error:
        raise ReleaseError(str(error), field="number") from error
    newest = work.editions.first()
    if newest and tuple(number) <= newest.version:
        words = gettext("Write a number after %(newest)s, which was released already.") % {"newest": newest.number}
        raise ReleaseError(words, field="number")
    return number, newest


def _refuse_silence(number: Number, former: Edition | None, release: Release) -> None:
    """Readers of the former edition are told why its advice is out of date."""
    if former is None or number.major == former.major:
        return
    silent = [code for code in release.languages if not release.changes.get(code, "").strip()]
    if silent:
        words = _("A new first number says that old advice is out of date. Say in each language what changed.")
        raise ReleaseError(words, field="changes")


def _refuse_one_pair_of_eyes(drafts: list[Draft], by: User | None) -> None:
    """What not everybody may read is published by one person and released by another."""
    if by is None:
        return
    own = [
        page.title
        for draft in drafts
        for page in (draft.manual, *draft.chapters)
        if page.access.policy.key != rules.key_of(rules.PUBLIC)
        and page.live_revision is not None
        and page.live_revision.user_id == by.pk
    ]
    if own:
        words = gettext(
            "“%(title)s” is not public, and you published it yourself. Ask another editor of your organisation to "
            "release this edition."
        )
        raise ReleaseError(words % {"title": own[0]})


# -- What is written -----------------------------------------------------------------------------------------------


def _supersede(work: Work) -> None:
    work.editions.filter(state=State.CURRENT).update(state=State.SUPERSEDED)


def _freeze(draft: Draft, edition: Edition, release: Release) -> FrozenManual:
    page = draft.manual
    text = FrozenManual.objects.create(
        edition=edition, language=draft.language, title=page.title, summary=page.summary, authors=page.authors,
        label=release.labels.get(draft.language, ""), changes=release.changes.get(draft.language, ""),
        owners=[owner.name for owner in owners_of(page)], frozen_policy=page.access.policy,
        page_policy=page.access.policy, policy=page.access.policy, digest=UNKNOWN,
    )  # fmt: skip
    freezer = Freezer(draft.language, page.slug)
    chapters = [_freeze_chapter(freezer, draft, text, order) for order in range(len(draft.chapters))]
    text.digest = manual_digest(text, chapters)
    text.save(update_fields=["digest"])
    return text


def _freeze_chapter(freezer: Freezer, draft: Draft, text: FrozenManual, order: int) -> FrozenChapter:
    page = draft.chapters[order]
    path = draft.path_of(page)
    blocks, files = freezer.blocks(page, path)
    chapter = FrozenChapter(
        manual=text, key=page.translation_key, path=path, order=order, depth=path.count("/") + 1, title=page.title,
        summary=page.summary, blocks=blocks, words=_count(blocks), terms=_terms(page), level=page.level,
        credits=page.credits, licence=page.licence, frozen_policy=page.access.policy,
        page_policy=page.access.policy, policy=page.access.policy,
    )  # fmt: skip
    chapter.digest = chapter_digest(chapter)
    chapter.save()
    FrozenChapter.files.through.objects.bulk_create(
        FrozenChapter.files.through(frozenchapter=chapter, frozenfile=file) for file in files
    )
    return chapter


def _count(blocks: list[dict[str, Any]]) -> int:
    return sum(len(block["text"].split()) for block in blocks)


def _terms(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in page.terms.all():
        found.setdefault(term.branch, []).append(term.code)
    return {branch: sorted(codes) for branch, codes in sorted(found.items())}
