"""Which chapters a folder makes, in which order and inside which, in each language."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from manuals.importing.reading import Files, Source, chapter_key

LAST = 10**6
NAME_MARKS = re.compile(r"^[a-z]_")  # what some handbooks put before the name of a file to say what it is


@dataclass
class Planned:
    """One chapter in one language. above: the key of the chapter it stands in, "" right under the manual."""

    key: str
    language: str
    title: str
    slug: str
    order: int
    above: str = ""
    summary: str = ""
    source: Source | None = None
    checklists: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def file(self) -> str:
        return self.source.name if self.source else self.key


@dataclass
class Plan:
    """All chapters by language, each after the one it stands in. languages: the one written first before the others."""

    chapters: dict[str, list[Planned]]

    @property
    def languages(self) -> list[str]:
        return list(self.chapters)


def plan_of(files: Files, *, first: str) -> Plan:
    """The chapters of what was read.

    Arguments: first, the language in which the manual is written first; where it has no file, that of most files.
    """
    found: dict[str, dict[str, Planned]] = {}
    for source in files.sources:
        chapter = _of_source(source, files)
        found.setdefault(source.language, {})[chapter.key] = chapter
    for (language, key), category in files.categories.items():
        if key and language in found:
            found[language].setdefault(key, _of_category(key, language, category))
    for (language, key), (name, content) in files.checklists.items():
        _add_checklist(found.get(language, {}), key, language, name, content)
    for chapters in found.values():
        for empty in [key for key, chapter in chapters.items() if _says_nothing(chapter, chapters)]:
            del chapters[empty]
        for chapter in chapters.values():
            chapter.above = _above(chapter.key, chapters)
    order = [first, *(code for code, _name in settings.LANGUAGES)]
    spoken = sorted(found, key=lambda code: (code != first, -len(found[code]), order.index(code)))
    return Plan({language: _in_order(found[language]) for language in spoken})


def _of_source(source: Source, files: Files) -> Planned:
    key = chapter_key(source)
    category = files.categories.get((source.language, key), {})
    front = source.front
    return Planned(
        key=key,
        language=source.language,
        title=str(front.get("title") or category.get("title") or _title_in(source.text) or _words(key))[:255],
        slug=_slug(key),
        order=_number(front.get("weight", front.get("index", category.get("index")))),
        summary=str(front.get("description") or front.get("summary") or "")[:300],
        source=source,
    )


def _of_category(key: str, language: str, category: dict[str, Any]) -> Planned:
    return Planned(
        key=key,
        language=language,
        title=str(category.get("title") or _words(key))[:255],
        slug=_slug(key),
        order=_number(category.get("index")),
        summary=str(category.get("description") or "")[:300],
    )


def _add_checklist(chapters: dict[str, Planned], key: str, language: str, name: str, content: dict[str, Any]) -> None:
    """A list of things to do stands at the end of the chapter of its folder, or is a chapter when there is none."""
    entries = content.get("list") or []
    steps = [str(entry.get("check") or entry.get("label") or "") for entry in entries if isinstance(entry, dict)]
    title = str(content.get("title") or "")
    folder = key.rpartition("/")[0]
    home = chapters.get(folder) if key.endswith("c_checklist") else None
    if home is None:
        order = _number(content.get("index"))
        home = chapters.setdefault(key, Planned(key, language, title or _words(key), _slug(key), order))
    home.checklists.append((title, [step for step in steps if step]))


def _above(key: str, chapters: dict[str, Planned]) -> str:
    above = key.rpartition("/")[0]
    while above and above not in chapters:
        above = above.rpartition("/")[0]
    return above


def _says_nothing(chapter: Planned, chapters: dict[str, Planned]) -> bool:
    """Whether this is a folder in which no chapter stands."""
    if chapter.source or chapter.checklists:
        return False
    below = (other for key, other in chapters.items() if key.startswith(f"{chapter.key}/"))
    return not any(other.source or other.checklists for other in below)


def _in_order(chapters: dict[str, Planned]) -> list[Planned]:
    below: dict[str, list[Planned]] = {}
    for chapter in chapters.values():
        below.setdefault(chapter.above, []).append(chapter)
    row: list[Planned] = []

    def walk(above: str) -> None:
        for chapter in sorted(below.get(above, []), key=lambda each: (each.order, each.key)):
            row.append(chapter)
            walk(chapter.key)

    walk("")
    return row


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return LAST


def _title_in(text: str) -> str:
    found = re.search(r"^#+[ \t]+(\S.*)$", text, re.MULTILINE)
    return found[1].rstrip("# \t") if found else ""


def _words(key: str) -> str:
    name = NAME_MARKS.sub("", key.rpartition("/")[2]).strip("_")
    return name.replace("-", " ").replace("_", " ").capitalize()


def _slug(key: str) -> str:
    return slugify(NAME_MARKS.sub("", key.rpartition("/")[2]).strip("_"))[:200] or "chapter"
