"""What an import would do, found out without writing anything: its chapters, and what could not be mapped."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from content.uploads import cleaned_picture
from manuals.importing.chapters import read_chapter
from manuals.importing.links import Links, resolve_anchors
from manuals.importing.markdown import Picture, Reading
from manuals.importing.plan import Plan, Planned
from manuals.importing.reading import Files
from manuals.importing.report import Report
from manuals.models import ChapterPage, ManualPage

Progress = Callable[[int, int], None]


@dataclass
class Shown:
    """One chapter as the preview names it. depth: 0 right under the manual; has_drafts: changes that nobody published
    stand in the page, and would be replaced."""

    title: str
    file: str
    depth: int
    is_new: bool
    has_drafts: bool


@dataclass
class Spoken:
    """The chapters of one language, and the titles of those that would be unpublished."""

    language: str
    chapters: list[Shown] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def preview_of(files: Files, plan: Plan, *, into: ManualPage | None, progress: Progress) -> dict[str, Any]:
    """What would come in, as JSON holds it: `languages`, each as Spoken, and `notes`, each a file and words.

    Arguments: into, the manual in any language, None for a new one; progress, called with chapters read and all.
    """
    total = sum(len(chapters) for chapters in plan.chapters.values())
    look, done, spoken = _Look(files), 0, []
    for language, chapters in plan.chapters.items():
        links = Links(chapters, {chapter.key: 0 for chapter in chapters})
        for chapter in chapters:
            look.at(chapter, links)
            done += 1
            progress(done, total)
        spoken.append(_spoken(language, chapters, _known(into, language)))
    for name in files.left_out:
        look.report.note(name, _("It was left out: only Markdown, checklists and pictures are brought in."))
    return {
        "languages": [asdict(each) for each in spoken],
        "notes": look.report.as_data()["notes"],
    }


def _known(into: ManualPage | None, language: str) -> dict[str, ChapterPage]:
    if into is None:
        return {}
    below = ManualPage.objects.filter(translation_key=into.translation_key, locale__language_code=language).first()
    pages = ChapterPage.objects.descendant_of(below).exclude(source="") if below else ()
    return {page.source: page for page in pages}


def _spoken(language: str, chapters: list[Planned], known: dict[str, ChapterPage]) -> Spoken:
    shown, depths = [], {"": -1}
    for chapter in chapters:
        page = known.get(chapter.key)
        depths[chapter.key] = depths[chapter.above] + 1
        drafts = page is not None and page.has_unpublished_changes
        shown.append(Shown(chapter.title, chapter.file, depths[chapter.key], page is None, drafts))
    gone = [page.title for key, page in known.items() if key not in depths and page.live]
    return Spoken(language, shown, gone)


class _Look:
    """Reads each chapter as the import will, and keeps only what it would have to say."""

    def __init__(self, files: Files) -> None:
        self.files, self.report = files, Report()
        self.readable: dict[str, bool] = {}

    def at(self, chapter: Planned, links: Links) -> None:
        reading = read_chapter(chapter, links)
        for words in reading.notes:
            self.report.note(chapter.file, words)
        for block in reading.blocks:
            if block["type"] == "picture":
                self._picture(block["value"], chapter)
        self._anchors(reading, chapter)

    def _picture(self, picture: Picture, chapter: Planned) -> None:
        name = self.files.picture(picture.address, chapter.source.folder if chapter.source else ".")
        values = {"name": picture.address}
        if name is None:
            self.report.note(chapter.file, _("There is no picture %(name)s.") % values)
        elif not self._is_readable(name):
            self.report.note(chapter.file, _("The picture %(name)s cannot be read.") % values)
        elif not picture.alt:
            words = _("A picture has no words for those who cannot see it: %(name)s")
            self.report.note(chapter.file, words % values)

    def _is_readable(self, name: str) -> bool:
        if name not in self.readable:
            try:
                cleaned_picture(ContentFile(self.files.pictures[name], name=PurePosixPath(name).name))
            except ValidationError:
                self.readable[name] = False
            else:
                self.readable[name] = True
        return self.readable[name]

    def _anchors(self, reading: Reading, chapter: Planned) -> None:
        anchors = dict.fromkeys(reading.anchors, "")
        for block in reading.blocks:
            if block["type"] == "paragraph":
                for word in resolve_anchors(block["value"]["text"], anchors)[1]:
                    self.report.note(chapter.file, _("A link leads nowhere: %(address)s") % {"address": f"#{word}"})
