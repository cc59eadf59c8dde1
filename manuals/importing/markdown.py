"""How Markdown becomes the blocks of a chapter.

CommonMark with tables, read by markdown-it. A quotation that begins with [!WARNING], [!EXAMPLE] or [!DEFINITION] and a
title becomes that block; a list of `[ ]` becomes a checklist. What a chapter cannot hold is left out or made plainer,
and named.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS = {"strong": "b", "em": "i", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li"}
MARKED = re.compile(r"^\[!(WARNING|EXAMPLE|DEFINITION)\]\s*(.*)$", re.IGNORECASE)
TO_DO = re.compile(r"^\[[ xX]\]\s+")
QUOTED = re.compile(r"^ {0,3}> ?")
FOOTNOTE = re.compile(r"^ {0,3}(\[\^[^\]\s]+\]):")
KNOWN_HTML = re.compile(r"^\s*</?(div|br|section|p|span|details|summary)\b[^>]*>\s*$", re.IGNORECASE)
Link = Callable[[str], str | None]
Block = dict[str, Any]


@dataclass
class Picture:
    """A picture that a text names: where, and the words for those who cannot see it."""

    address: str
    alt: str


@dataclass
class Reading:
    """What a text became.

    blocks: {"type", "value"} as a body stores them, pictures as Picture; notes: what could not be mapped; anchors: by
    the word under which the text links to a heading, the number of its block.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)


def read_markdown(text: str, link: Link, *, is_inside: bool = False) -> Reading:
    """The blocks of a text.

    Arguments: link, gives for an address as it is written the opening tag `<a …>` of a link, None for one that leads
    nowhere, of which then only the words stay; is_inside, whether the text stands in a block already, where no mark
    makes another one.
    """
    tokens = PARSER.parse(text)
    levels = sorted({int(token.tag[1]) for token in tokens if token.type == "heading_open"})
    return _Reader(link, levels[0] if levels else 2, text.split("\n"), is_inside=is_inside).read(tokens)


class _Reader:
    def __init__(self, link: Link, top: int, lines: list[str], *, is_inside: bool) -> None:
        self.link, self.top, self.lines, self.is_inside = link, top, lines, is_inside
        self.found = Reading()
        self.paragraphs: list[str] = []

    def read(self, tokens: list[Token]) -> Reading:
        for mark in dict.fromkeys(found[1] for line in self.lines if (found := FOOTNOTE.match(line))):
            self._note(_("A footnote stands in the text as it was written: %(mark)s") % {"mark": mark[:60]})
        place = 0
        while place < len(tokens):
            place = self._take(tokens, place)
        self._flush()
        return self.found

    def _take(self, tokens: list[Token], place: int) -> int:
        """Take what begins here; where the next begins."""
        token = tokens[place]
        if token.type == "heading_open":
            self._heading(token, tokens[place + 1])
            return place + 3
        if token.type == "table_open":
            return self._table(tokens, place)
        if token.type in ("bullet_list_open", "ordered_list_open"):
            end = _end(tokens, place)
            if not self._checklist(tokens[place : end + 1]):
                self.paragraphs.append(self._list(tokens[place : end + 1]))
            return end + 1
        if token.type == "blockquote_open" and not self.is_inside and self._marked(token):
            return _end(tokens, place) + 1
        if token.type == "inline":
            self._paragraph(token)
        elif token.type in ("fence", "code_block"):
            lines = escape(token.content.rstrip(), quote=False).split("\n")
            self.paragraphs.append(f"<p>{'<br/>'.join(lines)}</p>")
        elif token.type == "html_block":
            self._html(token.content)
        elif token.type == "blockquote_open":
            self._note(_("A quotation without its speaker became a paragraph."))
        return place + 1

    def _note(self, words: str) -> None:
        if words not in self.found.notes:
            self.found.notes.append(words)

    # -- Blocks --------------------------------------------------------------------------------------------------------

    def _add(self, kind: str, value: Any) -> None:
        self._flush()
        self.found.blocks.append({"type": kind, "value": value})

    def _flush(self) -> None:
        """What was written since the last heading is one block of text."""
        if self.paragraphs:
            text, self.paragraphs = "".join(self.paragraphs), []
            self.found.blocks.append({"type": "paragraph", "value": {"text": text}})

    def _heading(self, token: Token, words: Token) -> None:
        text = _plain(words)[:160]
        if not text:
            return
        depth = int(token.tag[1]) - self.top
        if depth == 0:
            self._add("heading", {"text": text})
        else:
            if depth > 2:
                self._note(_("A heading deeper than three levels stands at the third."))
            self._add("subheading", {"text": text, "depth": "3" if depth == 1 else "4"})
        self.found.anchors.setdefault(anchor_of(text), len(self.found.blocks) - 1)

    def _marked(self, token: Token) -> bool:
        """Take a quotation that says by a mark what it is. Whether it does."""
        first, last = token.map or (0, 0)
        lines = [QUOTED.sub("", line) for line in self.lines[first:last]]
        mark = MARKED.match(lines[0]) if lines else None
        if mark is None or not mark[2].strip():
            return False
        inner = read_markdown("\n".join(lines[1:]), self.link, is_inside=True)
        text = "".join(block["value"]["text"] for block in inner.blocks if block["type"] == "paragraph")
        for words in inner.notes:
            self._note(words)
        title = " ".join(mark[2].split())
        values: dict[str, tuple[str, Any]] = {
            "WARNING": ("warning", {"title": title[:160], "text": text}),
            "EXAMPLE": ("case", {"title": title[:200], "text": text}),
            "DEFINITION": ("definition", {"word": title[:120], "meaning": text}),
        }
        self._add(*values[mark[1].upper()])
        return True

    def _checklist(self, tokens: list[Token]) -> bool:
        """Take a list of which every item is one to tick. Whether it is one."""
        items = [token for token in tokens if token.type == "inline"]
        if not items or not all(TO_DO.match(item.content) for item in items):
            return False
        steps = [TO_DO.sub("", _plain(item))[:400] for item in items]
        self._add("checklist", {"title": "", "items": steps})
        return True

    def _paragraph(self, token: Token) -> None:
        pictures = [child for child in token.children or [] if child.type == "image"]
        words = self._inline([child for child in token.children or [] if child.type != "image"])
        if strip_tags(words).strip():
            self.paragraphs.append(f"<p>{words}</p>")
        for picture in pictures:
            value = Picture(str(picture.attrs.get("src", "")), _plain_children(picture.children))
            self._add("picture", value)

    def _html(self, content: str) -> None:
        for line in content.splitlines():
            words = strip_tags(line).strip()
            if words:
                self.paragraphs.append(f"<p>{escape(words, quote=False)}</p>")
                self._note(_("HTML became plain text: %(words)s") % {"words": words[:60]})
            elif line.strip() and not KNOWN_HTML.match(line):
                self._note(_("HTML was left out: %(words)s") % {"words": line.strip()[:60]})

    def _list(self, tokens: list[Token]) -> str:
        written: list[str] = []
        for place, token in enumerate(tokens):
            tag = TAGS.get(token.type.removesuffix("_open").removesuffix("_close"))
            if tag:
                written.append(f"<{tag}>" if token.nesting > 0 else f"</{tag}>")
            elif token.type == "inline":
                words = self._inline([child for child in token.children or [] if child.type != "image"])
                second = place > 1 and tokens[place - 2].type == "paragraph_close"
                written.append(f"<br/>{words}" if second else words)
                if any(child.type == "image" for child in token.children or []):
                    self._note(_("A picture inside a list was left out."))
            elif token.type in ("fence", "code_block"):
                written.append("<br/>" + escape(token.content.rstrip(), quote=False).replace("\n", "<br/>"))
        return "".join(written)

    def _table(self, tokens: list[Token], place: int) -> int:
        end = _end(tokens, place)
        cells: list[list[str]] = []
        heads: list[str] = []
        for at in range(place, end):
            token = tokens[at]
            if token.type == "tr_open":
                cells.append([])
            elif token.type == "th_open":
                heads.append(_plain(tokens[at + 1]))
            elif token.type == "td_open":
                cells[-1].append(f"<p>{self._inline(tokens[at + 1].children or [])}</p>")
        rows = [row for row in cells if any(strip_tags(cell).strip() for cell in row)]
        table = {
            "columns": [{"type": "text", "heading": head} for head in heads],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        }
        self._add("table", {"caption": "", "table": table})
        return end + 1

    # -- Words ---------------------------------------------------------------------------------------------------------

    def _inline(self, children: list[Token]) -> str:
        written: list[str] = []
        opened: list[bool] = []
        for child in children:
            name = child.type.removesuffix("_open").removesuffix("_close")
            if child.type == "text" or child.type == "code_inline":
                written.append(escape(child.content, quote=False))
            elif child.type in ("softbreak", "hardbreak"):
                written.append("<br/>" if child.type == "hardbreak" else " ")
            elif name in ("strong", "em"):
                written.append(f"<{TAGS[name]}>" if child.nesting > 0 else f"</{TAGS[name]}>")
            elif child.type == "link_open":
                address = str(child.attrs.get("href", ""))
                tag = self.link(address)
                opened.append(tag is not None)
                written.append(tag or "")
                if tag is None:
                    self._note(_("A link leads nowhere: %(address)s") % {"address": address[:120]})
            elif child.type == "link_close":
                written.append("</a>" if opened.pop() else "")
            elif child.type == "html_inline" and child.content.lower().startswith("<br"):
                written.append("<br/>")
            elif child.type == "html_inline":
                self._note(_("HTML was left out: %(words)s") % {"words": child.content[:60]})
        return "".join(written).strip()


def _end(tokens: list[Token], place: int) -> int:
    """Where what is opened here is closed."""
    depth = 0
    for at in range(place, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _plain(token: Token) -> str:
    return _plain_children(token.children)


def _plain_children(children: list[Token] | None) -> str:
    words = "".join(child.content or " " for child in children or [] if not child.nesting)
    return " ".join(strip_tags(words).split())


def anchor_of(text: str) -> str:
    """The word under which a text links to a heading, as most programs make it: "## A part!" is #a-part."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")
