"""How an edition is released: all its languages at once, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from content.page_cache import forget_kept_pages
from manuals.actions.texts import UNKNOWN, Text, frozen_texts, write_texts
from manuals.checks import Finding, findings
from manuals.digests import edition_digest
from manuals.drafts import Draft, drafts_of
from manuals.models import Edition, FrozenChapter, FrozenManual, ManualPage, State, WaitingRelease, Work
from manuals.numbers import Number
from organisations import rules
from organisations.audit import record
from search.actions import refresh


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
    texts = checked_texts(manual, release, by=by)
    return publish_edition(manual, release, texts, by=by)


def checked_texts(manual: ManualPage, release: Release, *, by: User | None) -> list[Text]:
    """The text of the edition in each language as it is now, once nothing stands in the way of releasing it.

    While this transaction lasts no other release of the manual begins. Raises ReleaseError.
    """
    _refuse_beside_another(manual)
    drafts = _drafts_for(manual, release)
    former = Edition.objects.filter(work__key=manual.translation_key).first()
    number = _next_number(former, release)
    if number.patch:
        _refuse_more_than_mended_words(number, former, drafts)
    _refuse_silence(number, former, release)
    _refuse_one_pair_of_eyes(drafts, by)
    return frozen_texts(drafts, labels=release.labels, changes=release.changes)


def publish_edition(manual: ManualPage, release: Release, texts: list[Text], *, by: User | None) -> Edition:
    """Write these texts down as the current edition and make them known. Its number is after that of all others."""
    work, number = _locked_work(manual), Number.parse(release.number)
    former = work.editions.first()
    work.editions.filter(state=State.CURRENT).update(state=State.SUPERSEDED)
    edition = Edition.objects.create(
        work=work, major=number.major, minor=number.minor, patch=number.patch, number=str(number),
        released_on=release.on or timezone.localdate(), supersedes=former, licence=texts[0]["licence"],
        isbn=release.isbn, doi=release.doi, digest=UNKNOWN,
    )  # fmt: skip
    edition.digest = edition_digest(edition, write_texts(edition, texts))
    edition.save(update_fields=["digest"])
    forget_kept_pages()
    refresh(*FrozenChapter.objects.filter(manual__edition__work=work))
    record(
        "edition.released", by=by, organisation=work.owner, about=work, number=edition.number, digest=edition.digest,
        languages=" ".join(text["fields"]["language"] for text in texts),
    )  # fmt: skip
    return edition


# -- What stands in the way ----------------------------------------------------------------------------------------


def _refuse_beside_another(manual: ManualPage) -> None:
    list(Page.objects.select_for_update().filter(translation_key=manual.translation_key).order_by("pk"))
    waiting = WaitingRelease.objects.filter(key=manual.translation_key).first()
    if waiting:
        words = gettext("Edition %(number)s waits for its moment. Cancel it first, or wait until it is released.")
        raise ReleaseError(words % {"number": waiting.number})


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


def _next_number(newest: Edition | None, release: Release) -> Number:
    try:
        number = Number.parse(release.number)
    except ValueError as error:
        raise ReleaseError(str(error), field="number") from error
    if newest and tuple(number) <= newest.version:
        words = gettext("Write a number after %(newest)s, which was released already.") % {"newest": newest.number}
        raise ReleaseError(words, field="number")
    return number


def _refuse_silence(number: Number, former: Edition | None, release: Release) -> None:
    """Readers of the former edition are told why its advice is out of date, and which words were mended."""
    if all(release.changes.get(code, "").strip() for code in release.languages):
        return
    if number.patch:
        words = _("A third number says that words were mended. Say in each language which ones.")
        raise ReleaseError(words, field="changes")
    if former and number.major != former.major:
        words = _("A new first number says that old advice is out of date. Say in each language what changed.")
        raise ReleaseError(words, field="changes")


def _refuse_more_than_mended_words(number: Number, former: Edition | None, drafts: list[Draft]) -> None:
    """Nobody is told of mended words, so there must be nothing that readers would have to be told of."""
    if former is None or former.line != number[:2]:
        words = gettext("A third number says that words of an edition were mended. Release %(number)s first.")
        raise ReleaseError(words % {"number": f"{number.major}.{number.minor}"}, field="number")
    for draft in drafts:
        before = _text_before(former, draft.language)
        known = set(before.chapters.values_list("key", flat=True)) if before else None
        if known != {chapter.translation_key for chapter in draft.chapters}:
            words = gettext(
                "A third number says that only words were mended, but since %(former)s a language or a chapter was "
                "added, or a chapter taken out. Write %(number)s."
            )
            names = {"former": former.number, "number": f"{number.major}.{number.minor + 1}"}
            raise ReleaseError(words % names, field="number")


def _text_before(former: Edition, language: str) -> FrozenManual | None:
    """The text in this language whose words are mended: the last one of the same edition."""
    texts = FrozenManual.objects.filter(edition__work=former.work_id, language=language)
    return texts.filter(edition__major=former.major, edition__minor=former.minor).order_by("-edition__patch").first()


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
