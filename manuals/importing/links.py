"""Where the links of imported texts lead: to chapters of the same manual, to other sites, or nowhere."""

import posixpath
import re
from collections.abc import Mapping
from html import escape
from urllib.parse import unquote

from django.conf import settings

from manuals.importing.plan import Planned

OUT = re.compile(r"^(https?|mailto|tel|sgnl|geo):", re.IGNORECASE)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
HERE = re.compile(r'<a href="#([^"]*)">(.*?)</a>', re.DOTALL)


class Links:
    """The addresses by which the chapters of one language may be named, and the pages that they became."""

    def __init__(self, chapters: list[Planned], pages: Mapping[str, int]) -> None:
        self.pages = pages
        self.keys = {chapter.key.lower(): chapter.key for chapter in chapters}
        self.names: dict[str, str | None] = {}
        for chapter in chapters:
            for name in _names_of(chapter):
                # A name that two chapters have leads to neither.
                self.names[name] = chapter.key if self.names.get(name, chapter.key) == chapter.key else None

    def tag(self, address: str, chapter: Planned) -> str | None:
        """The opening tag for a link as it stands in this chapter; None for one that leads nowhere."""
        address = unquote(address.strip())
        if OUT.match(address):
            return f'<a href="{escape(address)}">'
        if address.startswith("#"):
            return f'<a href="{escape(address)}">' if address[1:] else None
        key = self._key(address, chapter)
        return f'<a linktype="page" id="{self.pages[key]}">' if key in self.pages else None

    def _key(self, address: str, chapter: Planned) -> str:
        path = SCHEME.sub("/", address).split("#")[0].split("?")[0]
        if not path.startswith("/") and chapter.source:
            beside = _bare(posixpath.normpath(posixpath.join("/", chapter.source.folder, path)))
            if beside in self.keys:
                return self.keys[beside]
        bare = _bare(posixpath.normpath(path))
        return self.keys.get(bare) or self.names.get(bare) or self.names.get(bare.rpartition("/")[2]) or ""


def _names_of(chapter: Planned) -> set[str]:
    aliases = chapter.source.front.get("aliases") if chapter.source else None
    named = {_bare(str(alias)) for alias in aliases} if isinstance(aliases, list) else set()
    return {name for name in {*named, chapter.key.rpartition("/")[2].lower(), chapter.slug} if name}


def _bare(path: str) -> str:
    """An address without what only says language and format: "/en/chapters/risk.es.md" is "chapters/risk"."""
    codes = {code for code, _name in settings.LANGUAGES}
    parts = [part for part in path.lower().split("/") if part not in ("", ".", "..")]
    if parts and parts[0] in codes:
        parts = parts[1:]
    if parts:
        parts[-1] = re.sub(r"\.(md|markdown|html?|yml)$", "", parts[-1])
        stem, _dot, suffix = parts[-1].rpartition(".")
        parts[-1] = stem if stem and suffix in codes else parts[-1]
    if parts and parts[-1] in ("index", "_index"):
        parts = parts[:-1]
    return "/".join(parts)


def resolve_anchors(text: str, anchors: Mapping[str, str]) -> tuple[str, list[str]]:
    """Rich text in which links to a heading of the same chapter lead to the anchor of its block.

    Arguments: anchors, by the word under which a text links to a heading. Returns the text and the words of links that
    lead nowhere, of which only the words stay.
    """
    lost: list[str] = []

    def lead(found: re.Match[str]) -> str:
        target = anchors.get(found[1].lower())
        if target is None:
            lost.append(found[1])
            return found[2]
        return f'<a href="#{target}">{found[2]}</a>'

    return HERE.sub(lead, text), lost
