"""The contents of an edition as a reader sees them: nested, numbered, and without what they may not open."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from manuals import addresses
from manuals.models import FrozenChapter, FrozenManual


@dataclass
class Place:
    """One chapter in the contents. number: "3.2"; address: where it stands in this edition."""

    chapter: FrozenChapter
    number: str
    address: str
    below: list["Place"] = field(default_factory=list)


@dataclass(frozen=True)
class Contents:
    """places: the chapters right under the manual, each with those inside it; row: all of them one after the other."""

    places: list[Place]
    row: list[Place]

    @property
    def paths(self) -> set[str]:
        return {place.chapter.path for place in self.row}

    def at(self, path: str) -> Place | None:
        return next((place for place in self.row if place.chapter.path == path), None)

    def near(self, place: Place | None) -> list[Place]:
        """The contents beside this chapter: of what stands inside chapters only its own, so that a long manual does not
        weigh more on each page than the chapter itself."""
        return _opened(self.places, place.chapter.path if place else "")

    def around(self, place: Place) -> tuple[Place | None, Place | None]:
        """The chapter before and the one after."""
        here = self.row.index(place)
        return (self.row[here - 1] if here else None), (self.row[here + 1] if here + 1 < len(self.row) else None)


def _opened(places: list[Place], path: str) -> list[Place]:
    return [
        replace(each, below=_opened(each.below, path) if f"{path}/".startswith(f"{each.chapter.path}/") else [])
        for each in places
    ]


def address_in(text: FrozenManual, path: str, language: str, *, is_current: bool) -> str:
    """Where a chapter of this text stands, or its title page for the empty path, for readers of this language."""
    slug = text.edition.work.slug
    if is_current:
        return addresses.path_to(language, slug, *path.split("/")) if path else addresses.path_to(language, slug)
    return addresses.edition_path(language, slug, text.edition.number, path)


def contents_of(text: FrozenManual, chapters: Iterable[FrozenChapter], language: str, *, is_current: bool) -> Contents:
    """The contents of one edition in one language, made of the chapters that a reader may open.

    Numbers count what this reader may open: a number left out would tell that there is something else.
    """
    row: list[Place] = []
    top: list[Place] = []
    known: dict[str, Place] = {}
    counts: dict[str, int] = {}
    for chapter in chapters:
        above = chapter.path.rpartition("/")[0]
        while above and above not in known:
            above = above.rpartition("/")[0]
        parent = known.get(above)
        counts[above] = counts.get(above, 0) + 1
        number = f"{parent.number}.{counts[above]}" if parent else str(counts[above])
        place = Place(chapter, number, address_in(text, chapter.path, language, is_current=is_current))
        known[chapter.path] = place
        row.append(place)
        (parent.below if parent else top).append(place)
    return Contents(top, row)
