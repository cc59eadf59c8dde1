"""What stands beside a text: the note on an older edition, how far a translation is behind, how the text is cited."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date

from manuals import addresses
from manuals.comparison import Behind, Comparison, behind, compare
from manuals.models import FrozenChapter, FrozenManual, State
from manuals.readers import readable_chapters
from organisations.viewer import Viewer


@dataclass(frozen=True)
class OlderNote:
    """What readers of an edition that is not the current one are told before anything else.

    text: the edition they read; newest: the one to read instead, None when there is none; comparison: what changed in
    this chapter, None on a title page; newest_address, changes_address: where to go, "" for nowhere.
    """

    text: FrozenManual
    newest: FrozenManual | None
    comparison: Comparison | None
    newest_address: str
    changes_address: str

    @property
    def is_withdrawn(self) -> bool:
        return self.text.edition.state == State.WITHDRAWN

    @property
    def is_editorial(self) -> bool:
        """Whether only words were mended since: then the advice of what they read is not out of date."""
        return self.newest is not None and self.newest.edition.line == self.text.edition.line

    @property
    def is_dropped(self) -> bool:
        """Whether the current edition has no such chapter any more."""
        return self.comparison is not None and self.comparison.after is None


def older_note(
    viewer: Viewer, text: FrozenManual, newest: FrozenManual | None, chapter: FrozenChapter | None, language: str
) -> OlderNote | None:
    """The note on this text; None when it is the newest one itself."""
    if newest is None or newest.edition_id == text.edition_id:
        return OlderNote(text, None, None, "", "") if text.edition.state == State.WITHDRAWN else None
    slug, number = text.edition.work.slug, text.edition.number
    counterpart = same_chapter(viewer, newest, chapter) if chapter else None
    path = counterpart.path if counterpart else ""
    can_be_compared = newest.language == text.language and newest.edition.version > text.edition.version
    return OlderNote(
        text,
        newest,
        compare(chapter, counterpart) if chapter and can_be_compared else None,
        addresses.path_to(language, slug, *path.split("/")) if path else addresses.path_to(language, slug),
        addresses.changes_path(language, slug, number, newest.edition.number, path) if can_be_compared else "",
    )


def same_chapter(viewer: Viewer, text: FrozenManual, chapter: FrozenChapter) -> FrozenChapter | None:
    """The counterpart of a chapter in another edition or language, when the viewer may open it."""
    return readable_chapters(viewer, text).filter(key=chapter.key).first()


@dataclass(frozen=True)
class Freshness:
    """How a translation stands to the original. follows: the number of the edition it is of; behind: None when the
    original did not change since; is_original: the language the manual is written in first; uncorrected: how many
    corrections of that edition are not written in this language."""

    text: FrozenManual
    follows: str
    behind: Behind | None
    is_original: bool
    uncorrected: int = 0

    @property
    def is_fresh(self) -> bool:
        return self.is_original or self.behind is None or not self.behind.sections


def freshness_of(viewer: Viewer, text: FrozenManual, texts: list[FrozenManual]) -> Freshness:
    """How far this text is behind the newest edition of the original. Where only words of that were mended, it is not.

    Arguments: texts, all texts of the manual that the viewer may read, newest first.
    """
    source = text.edition.work.source_language
    originals = [each for each in texts if each.language == source and each.edition.is_readable]
    newest = next((each for each in originals if each.edition.state == State.CURRENT), None)
    then = next((each for each in originals if each.edition.line == text.edition.line), None)
    if text.language == source or newest is None or then is None or newest.pk == then.pk:
        return Freshness(text, text.edition.number, None, text.language == source)
    gap = behind(readable_chapters(viewer, then), readable_chapters(viewer, newest))
    return Freshness(text, text.edition.number, gap, is_original=False)


@dataclass(frozen=True)
class OldAdvice:
    """Advice on a tool that should have been looked at again by now."""

    tool: str
    review_by: date


def old_advice(chapter: FrozenChapter) -> list[OldAdvice]:
    """What in this chapter grew old, by its own dates, until today."""
    dated = [(block["tool"], parse_date(block["review_by"])) for block in chapter.blocks if block.get("review_by")]
    today = timezone.localdate()
    return [OldAdvice(tool, day) for tool, day in dated if day and day < today]


def short_digest(digest: str) -> str:
    """A digest in groups of four, as it is read aloud to compare it."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
