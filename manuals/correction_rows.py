"""What the screens of corrections show: what was corrected in each chapter, and how readers will see the next."""

from copy import copy
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from content.languages import direction
from manuals.correction_form import CorrectionForm, first_words
from manuals.corrections import each_once, placed
from manuals.models import Correction, Edition, FrozenChapter, ProposedCorrection

Chapters = dict[str, FrozenChapter]  # one chapter by language
Block = tuple[UUID, str]  # the key of a chapter, the id of a block in it


@dataclass(frozen=True)
class Act:
    """One correction in all its languages. lacking: the codes of those that the chapter has and the correction not;
    words: the first of what it is about, "" for the chapter as a whole; also_in: other editions that say the same and
    were not corrected there."""

    correction: Correction
    languages: list[str]
    lacking: list[str]
    words: str
    also_in: list[Edition]


def rows_of(edition: Edition, by_key: dict[UUID, Chapters], mine: QuerySet[FrozenChapter]) -> list[dict[str, Any]]:
    """The chapters of an edition, each with its title in the first language and with what was corrected in it.

    Arguments: mine, the chapters of all editions that the person may correct.
    """
    digests: dict[Block, set[str]] = {}
    for each in (each for chapters in by_key.values() for each in chapters.values()):
        said = {block["id"]: block["digest"] for block in each.blocks if block["id"]}
        for correction in each.corrections.all():
            if correction.block in said:
                digests.setdefault((each.key, correction.block), set()).add(said[correction.block])
    others = mine.filter(manual__edition__work=edition.work_id, key__in={key for key, _block in digests})
    also = _also_in(others.exclude(manual__edition=edition), digests)
    return [_row(chapters, also) for chapters in by_key.values()]


def _also_in(others: QuerySet[FrozenChapter], digests: dict[Block, set[str]]) -> dict[Block, list[Edition]]:
    """In which other editions these blocks say the same and were not corrected, the newest first."""
    chapters = list(others.select_related("manual__edition").prefetch_related("corrections"))
    done = {(each.manual.edition_id, each.key, said.block) for each in chapters for said in each.corrections.all()}
    found: dict[Block, dict[int, Edition]] = {}
    for each in chapters:
        edition = each.manual.edition
        for block in each.blocks:
            place = (each.key, block["id"])
            if block["digest"] in digests.get(place, ()) and (edition.pk, *place) not in done:
                found.setdefault(place, {})[edition.pk] = edition
    return {
        place: sorted(editions.values(), key=lambda edition: edition.version, reverse=True)
        for place, editions in found.items()
    }


def _row(chapters: Chapters, also: dict[Block, list[Edition]]) -> dict[str, Any]:
    first = next(iter(chapters.values()))
    every = sorted((each for chapter in chapters.values() for each in _own(chapter)), key=lambda each: str(each.act))
    acts = []
    for _act, several in groupby(every, key=lambda each: each.act):
        same = list(several)
        languages = [each.language for each in same]
        best = each_once(same, first.manual.language)[0]
        lacking = [code for code in chapters if code not in languages]
        also_in = also.get((first.key, best.block), [])
        acts.append(Act(best, languages, lacking, _words_of(chapters, best.block), also_in))
    acts.sort(key=lambda act: (act.correction.made_on, act.correction.pk), reverse=True)
    return {"chapter": first, "language": first.manual.language, "acts": acts}


def _own(chapter: FrozenChapter) -> list[Correction]:
    found = list(chapter.corrections.all())
    for each in found:
        each.chapter = chapter
    return found


def _words_of(chapters: Chapters, block: str) -> str:
    """The first words of a block, in the first language that has it; "" for the chapter as a whole."""
    blocks = (each for chapter in chapters.values() for each in chapter.blocks)
    return next((first_words(each) for each in blocks if block and each["id"] == block), "")


def proposed(proposal: ProposedCorrection, chapters: Chapters, *, by: int) -> dict[str, Any]:
    """A correction that waits. Arguments: by, the id of the person who looks."""
    first = next(iter(chapters.values()))
    return {
        "proposal": proposal,
        "chapter": first,
        "language": first.manual.language,
        "words": _words_of(chapters, proposal.block),
        "texts": list(proposal.texts.items()),
        "is_own": proposal.by_id == by,
    }


def previews(chapters: Chapters, form: CorrectionForm) -> list[dict[str, Any]]:
    """What readers of each language will see: the correction in theirs or another, beside what it is about. Of a
    correction that gets further languages only those."""
    said = form.said()
    unsaved = [
        Correction(
            chapter=chapters[code], act=said.chapter, block=said.block, kind=said.kind, about_safety=said.about_safety,
            text=text, made_on=timezone.localdate(),
        )
        for code, text in said.texts.items()
        if text
    ]  # fmt: skip
    written = {each.language for each in unsaved}
    shown = [code for code in chapters if code in written or form.correction is None]
    return [_preview(chapters[code], each_once(unsaved, code)[0]) for code in shown]


def _preview(chapter: FrozenChapter, correction: Correction) -> dict[str, Any]:
    # On one screen each stands under a name of its own, whatever language it is read in.
    pieces = placed(chapter, [_under_another_name(correction)], ())
    at = next(number for number, piece in enumerate(pieces) if piece.correction)
    about, language = pieces[at].about, chapter.manual.language
    context = {
        "language": language,
        "direction": direction(language),
        "pieces": pieces[at - 1 : at + 1] if about == "heading" else pieces[at : at + 2],
    }
    with override(language):
        html = render_to_string("manuals/admin/as_read.html", context)
    return {"language": language, "html": html, "is_elsewhere": about == "chapter" and correction.block != ""}


def _under_another_name(correction: Correction) -> Correction:
    other = copy(correction)
    other.act = uuid4()
    return other
