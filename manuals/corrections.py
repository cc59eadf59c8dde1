"""What readers find of corrections: which there are, in which words, and where in a text each stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from content.languages import best_of_each
from manuals.addresses import without_links_to_others
from manuals.contents import Contents, address_in
from manuals.models import Correction, FrozenChapter, FrozenManual
from manuals.readers import SHOWN
from manuals.shown import short_digest
from organisations.permissions import readable_by
from organisations.viewer import Viewer

HEADINGS = ("heading", "subheading")


def readable_corrections(viewer: Viewer) -> QuerySet[Correction]:
    """The corrections of all chapters that this viewer may read, in every edition and language, the oldest first; none
    of an edition that was withdrawn for safety."""
    chapters = readable_by(viewer, FrozenChapter.objects.filter(manual__edition__state__in=SHOWN))
    found = Correction.objects.filter(chapter__in=chapters.values("pk"))
    return found.select_related("chapter__manual__edition__work").defer("chapter__blocks", "chapter__terms")


def corrections_of(viewer: Viewer, editions: Iterable[int]) -> list[Correction]:
    """All corrections of these editions that the viewer may read, in every language. One query.

    Arguments: editions, ids.
    """
    return list(readable_corrections(viewer).filter(chapter__manual__edition__in=set(editions)))


def corrections_at(viewer: Viewer, text: FrozenManual, chapter: FrozenChapter) -> list[Correction]:
    """The corrections of this chapter in this edition, each once: in the chapter's language, else in another, because
    what may be dangerous is better read in a foreign language than not at all. One query."""
    found = readable_corrections(viewer).filter(chapter__manual__edition=text.edition_id, chapter__key=chapter.key)
    return each_once(found, text.language)


def each_once(corrections: Iterable[Correction], language: str) -> list[Correction]:
    """These corrections each in one language: this one, else the first of the site's in which it was written."""
    best = best_of_each(corrections, language, code=lambda each: each.language, key=lambda each: each.act)
    return sorted(best, key=lambda each: (each.made_on, each.pk))


def untranslated(corrections: Iterable[Correction], text: FrozenManual) -> int:
    """How many corrections of this edition are not written in the language of this text.

    Arguments: corrections, of this edition and perhaps of others, in every language.
    """
    own = [each for each in corrections if each.chapter.manual.edition_id == text.edition_id]
    written = {each.act for each in own if each.language == text.language}
    return len({each.act for each in own} - written)


# -- On the page of a chapter --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A part of a chapter as it is read: frozen markup, or a correction. about: "chapter", "heading" or "block"."""

    html: SafeString | str = ""
    correction: Correction | None = None
    about: str = ""


def placed(chapter: FrozenChapter, corrections: Iterable[Correction], paths: Collection[str]) -> list[Piece]:
    """A chapter with its corrections: each before the block that it is about, so that nobody acts on what is wrong,
    that of a heading after it; first of all those of the chapter, and of blocks that this language does not have.

    Arguments: paths, of the chapters that the reader may open: no link leads to another.
    """
    there = {block["id"] for block in chapter.blocks if block["id"]}
    by_block: dict[str, list[Correction]] = {}
    for each in corrections:
        by_block.setdefault(each.block if each.block in there else "", []).append(each)
    pieces = [Piece(correction=each, about="chapter") for each in by_block.pop("", [])]
    for block in chapter.blocks:
        about = "heading" if block["kind"] in HEADINGS else "block"
        found = [Piece(correction=each, about=about) for each in by_block.pop(block["id"], [])]
        html = mark_safe(without_links_to_others(block["html"], paths))  # noqa: S308 - rendered by our templates, which escape, and kept as it was
        pieces += [Piece(html), *found] if about == "heading" else [*found, Piece(html)]
    return pieces


# -- In lists ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """A correction in a list: the title of its chapter, and the address at which it stands; language: of the title."""

    correction: Correction
    title: str
    language: str
    address: str

    @property
    def digest(self) -> str:
        return short_digest(self.correction.digest)


def listed(
    corrections: Iterable[Correction], text: FrozenManual, contents: Contents, language: str, *, is_current: bool
) -> list[Listed]:
    """The corrections of an edition with the places where its readers find them, the latest first.

    Arguments: corrections, each once; contents, of this text; language, that of the page.
    """
    places = {place.chapter.key: place for place in contents.row}
    rows = []
    for each in reversed(list(corrections)):
        chapter = each.chapter
        place = places.get(chapter.key)
        own = place.address if place else address_in(chapter.manual, chapter.path, language, is_current=is_current)
        title = place.chapter.title if place else chapter.title
        rows.append(Listed(each, title, text.language if place else each.language, f"{own}#{each.anchor}"))
    return rows


# -- In a comparison -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Corrected:
    """What was corrected in the earlier of two editions. is_same: whether the later one says it as before."""

    correction: Correction
    is_same: bool


def corrected_before(
    before: FrozenChapter | None, after: FrozenChapter | None, corrections: Iterable[Correction]
) -> list[Corrected]:
    """What corrections of a chapter say that is read beside its changes. None for one that only one edition has.

    Arguments: corrections, of the earlier edition.
    """
    if before is None or after is None:
        return []
    was = {block["id"]: block["digest"] for block in before.blocks if block["id"]}
    now = {block["digest"] for block in after.blocks}
    return [Corrected(each, was.get(each.block) in now) for each in corrections if each.chapter.key == before.key]


def last_day(corrections: Iterable[Correction]):
    """The day of the latest of these; None when there is none."""
    return max((each.made_on for each in corrections), default=None)
