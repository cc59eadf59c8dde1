"""How an edition is corrected after its release: words are added beside its text for good, in all languages at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from content.languages import own_name
from content.page_cache import forget_kept_pages
from manuals.digests import correction_digest
from manuals.models import Correction, CorrectionKind, Edition, FrozenChapter, ProposedCorrection
from organisations import rules
from organisations.audit import record
from search.actions import refresh

LONGEST = 2000  # characters, in one language


class CorrectionError(Exception):
    """Nothing was published. field: of NewCorrection, when it is about one of those."""

    def __init__(self, words: str | Promise, *, field: str = "") -> None:
        super().__init__(str(words))
        self.field = field


@dataclass(frozen=True)
class NewCorrection:
    """What is said of a place in an edition.

    chapter: its key; block: the id of a block that stands in it in one language at least, "" for the chapter as a
    whole; texts: by language, plain paragraphs; act: that of a published correction which gets these further languages,
    and is about what that is about, None for a new one; on: the day, today when None.
    """

    chapter: uuid.UUID
    texts: Mapping[str, str] = field(default_factory=dict)
    block: str = ""
    kind: str = CorrectionKind.WRONG
    about_safety: bool = False
    act: uuid.UUID | None = None
    on: date | None = None


@transaction.atomic
def publish_correction(edition: Edition, said: NewCorrection, *, by: User | None) -> list[Correction]:
    """Say for good that something in an edition is wrong, in each language that was written.

    Arguments: by, who writes and publishes it, None for the site.
    Returns what was published, one row for each language. The text of the edition, and its digest, stay as they were.
    Raises CorrectionError, and then nothing has changed; also for what is not public, which propose_correction takes.
    """
    edition = _locked(edition)
    chapters = check_correction(edition, said)
    if by is not None and needs_two(chapters):
        words = _(
            "This chapter is not public. Propose the correction; another editor of your organisation publishes it."
        )
        raise CorrectionError(words)
    return _publish(edition, said, chapters, by=by)


@transaction.atomic
def propose_correction(edition: Edition, said: NewCorrection, *, by: User) -> ProposedCorrection:
    """Keep a correction until another editor publishes or drops it. Readers learn nothing of it before.

    Raises CorrectionError for what could not be published.
    """
    edition = _locked(edition)
    check_correction(edition, said)
    texts = _written(said)
    waiting = edition.proposed_corrections.filter(chapter=said.chapter, block=said.block)
    if any(each.texts == texts for each in waiting):
        raise CorrectionError(_("This very correction waits for another editor already."), field="texts")
    proposal = ProposedCorrection.objects.create(
        edition=edition, chapter=said.chapter, block=said.block, kind=said.kind, about_safety=said.about_safety,
        act=said.act or uuid.uuid4(), texts=texts, by=by,
    )  # fmt: skip
    _record("correction.proposed", edition, said.chapter, proposal.act, texts, by=by)
    return proposal


@transaction.atomic
def approve_correction(proposal: ProposedCorrection, *, by: User) -> list[Correction]:
    """Publish what another person proposed. Returns what was published.

    Raises CorrectionError when `by` proposed it, or what it is about has changed meanwhile; then nothing has changed.
    """
    edition, proposal = _locked_proposal(proposal)
    if proposal.by_id == by.pk:
        raise CorrectionError(_("You wrote it yourself. Another editor of your organisation publishes it."))
    said = _said(proposal)
    made = _publish(edition, said, check_correction(edition, said), by=by, act=proposal.act)
    proposal.delete()
    return made


@transaction.atomic
def drop_correction(proposal: ProposedCorrection, *, by: User) -> None:
    """Forget a correction that was proposed; its words are kept nowhere. Raises CorrectionError when it is gone."""
    edition, proposal = _locked_proposal(proposal)
    _record("correction.dropped", edition, proposal.chapter, proposal.act, proposal.texts, by=by)
    proposal.delete()


# -- What stands in the way ----------------------------------------------------------------------------------------


def check_correction(edition: Edition, said: NewCorrection) -> dict[str, FrozenChapter]:
    """The chapter in all languages of the edition, by language. Raises CorrectionError for what cannot be published."""
    if not edition.is_readable:
        raise CorrectionError(_("This edition was withdrawn for safety. There is no text any more to be corrected."))
    chapters = {
        each.manual.language: each
        for each in FrozenChapter.objects.filter(manual__edition=edition, key=said.chapter).select_related(
            "manual", "policy"
        )
    }
    texts = _written(said)
    _refuse_words(texts, chapters)
    if said.kind not in CorrectionKind.values:
        raise CorrectionError(_("Choose what is wrong."), field="kind")
    if said.block and not any(block["id"] == said.block for each in chapters.values() for block in each.blocks):
        raise CorrectionError(_("This chapter has no such paragraph. Choose another one."), field="block")
    known = Correction.objects.filter(chapter__in=chapters.values())
    if any(known.filter(chapter=chapters[code], block=said.block, text=text).exists() for code, text in texts.items()):
        raise CorrectionError(_("This very correction is published already."), field="texts")
    if said.act:
        _refuse_other_place(said, known, texts)
    return chapters


def _refuse_words(texts: Mapping[str, str], chapters: Mapping[str, FrozenChapter]) -> None:
    if not texts:
        raise CorrectionError(_("Write the correction in one language at least."), field="texts")
    if set(texts) - set(chapters):
        raise CorrectionError(_("This edition does not have the chapter in all these languages."), field="texts")
    for code, text in texts.items():
        if len(text) > LONGEST:
            words = gettext("Write at most %(most)s characters (%(language)s). What needs more is a new edition.")
            raise CorrectionError(words % {"most": LONGEST, "language": own_name(code)}, field="texts")


def _refuse_other_place(said: NewCorrection, known, texts: Mapping[str, str]) -> None:
    """What is added to a correction is about the same place, in languages that it does not have."""
    there = list(known.filter(act=said.act).select_related("chapter__manual"))
    place = (said.block, said.kind, said.about_safety)
    if not there or any((each.block, each.kind, each.about_safety) != place for each in there):
        raise CorrectionError(_("There is no such correction of this chapter."))
    if {each.language for each in there} & set(texts):
        raise CorrectionError(_("The correction is published in this language already."), field="texts")


def needs_two(chapters: Mapping[str, FrozenChapter]) -> bool:
    """Whether one person writes what another publishes: as with a release, where not everybody may read it."""
    return any(each.policy.key != rules.key_of(rules.PUBLIC) for each in chapters.values())


def _written(said: NewCorrection) -> dict[str, str]:
    """What was written, by language: paragraphs without spaces at their ends."""
    texts = {code: "\n".join(line.rstrip() for line in text.strip().splitlines()) for code, text in said.texts.items()}
    return {code: text for code, text in texts.items() if text}


# -- What is written -----------------------------------------------------------------------------------------------


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().select_related("work").get(pk=edition.pk)


def _locked_proposal(proposal: ProposedCorrection) -> tuple[Edition, ProposedCorrection]:
    edition = _locked(proposal.edition)
    kept = edition.proposed_corrections.filter(pk=proposal.pk).first()
    if kept is None:
        raise CorrectionError(_("Somebody has published or dropped this correction meanwhile."))
    return edition, kept


def _said(proposal: ProposedCorrection) -> NewCorrection:
    is_further = Correction.objects.filter(act=proposal.act).exists()
    return NewCorrection(
        chapter=proposal.chapter, texts=proposal.texts, block=proposal.block, kind=proposal.kind,
        about_safety=proposal.about_safety, act=proposal.act if is_further else None,
    )  # fmt: skip


def _publish(
    edition: Edition,
    said: NewCorrection,
    chapters: Mapping[str, FrozenChapter],
    *,
    by: User | None,
    act: uuid.UUID | None = None,
) -> list[Correction]:
    texts, act = _written(said), said.act or act or uuid.uuid4()
    made = []
    for code, text in texts.items():
        correction = Correction(
            chapter=chapters[code], act=act, block=said.block, kind=said.kind, about_safety=said.about_safety,
            text=text, made_on=said.on or timezone.localdate(),
        )  # fmt: skip
        correction.digest = correction_digest(correction)
        correction.save(force_insert=True)
        made.append(correction)
    forget_kept_pages()
    refresh(*(each.chapter for each in made))
    _record("correction.published", edition, said.chapter, act, texts, by=by)
    return made


def _record(
    action: str, edition: Edition, chapter: uuid.UUID, act: uuid.UUID, texts: Mapping[str, str], *, by: User | None
) -> None:
    record(
        action, by=by, organisation=edition.work.owner, about=edition.work, number=edition.number,
        chapter=str(chapter), correction=str(act), languages=" ".join(sorted(texts)),
    )  # fmt: skip
