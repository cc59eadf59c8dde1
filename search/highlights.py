"""Where in a text is what was looked for? One function for all engines.

Everything is escaped before the marks are put in, so what comes back may go into a page as it is.
"""

import html
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from search.analysis import Token, words

SNIPPET = 240  # characters of the text
MARGIN = 40  # characters beside a window that tell whether a word begins or ends at its edge
SCANNED_AT_ONCE = 20_000
SCANNED = 100_000
ELLIPSIS = "…"


class SafeText(str):
    """HTML that holds nothing unescaped: templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> "SafeText":
        return self


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


def highlight(text: str, lang: str, compared: Collection[str]) -> SafeText:
    """Return a whole text, such as a title, escaped, with its hits in `<mark>`.

    `lang` is the text's language code, `compared` the words to mark, as `analysis.stems` gives them (for a question,
    `Question.marked`).
    """
    return _marked(text, Span(0, len(text)), _joined(sorted(words(text, lang, compared))))


def snippet(text: str, lang: str, compared: Collection[str]) -> SafeText:
    """Return the part of a text that says most of what was looked for, escaped, with its hits in `<mark>`.

    At most SNIPPET characters, from the beginning of a word to the end of one, with an ellipsis where something was
    left out; the beginning of the text when nothing was found in its first SCANNED characters. Arguments as for
    `highlight`.
    """
    for first, last in _stretches(text):
        hits = sorted(_moved(token, first) for token in words(text[first:last], lang, compared))
        if hits:
            return _snipped(text, _window(text, lang, _densest(hits)), _joined(hits))
    return _snipped(text, _window(text, lang, Span(0, 0)), [])


def _stretches(text: str) -> Iterable[Span]:
    """The parts of a text that are looked at one after the other, until one has a hit; divided at white space."""
    first, end = 0, min(len(text), SCANNED)
    while first < end:
        last = min(first + SCANNED_AT_ONCE, end)
        if last < len(text):
            space = max(text.rfind(" ", first, last), text.rfind("\n", first, last))
            last = space if space > first else last
        yield Span(first, last)
        first = last


def _moved(token: Token, by: int) -> Token:
    return token._replace(start=token.start + by, end=token.end + by) if by else token


def _joined(hits: Iterable[Token]) -> list[Span]:
    """The stretches to mark: hits that overlap or touch are one."""
    spans: list[Span] = []
    for hit in hits:
        if spans and hit.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, hit.end))
        else:
            spans.append(Span(hit.start, hit.end))
    return spans


def _densest(hits: Sequence[Token]) -> Span:
    """The stretch of at most SNIPPET characters whose hits say most, the first of equals.

    Different words say more than one word again; long words more than short ones.
    """
    best, best_value, first, value = Span(hits[0].start, hits[0].end), -1, 0, 0
    within: dict[str, int] = {}
    for hit in hits:
        within[hit.stem] = within.get(hit.stem, 0) + 1
        value += len(hit.stem) * 8 if within[hit.stem] == 1 else 1
        while hits[first].start < hit.start and hit.end - hits[first].start > SNIPPET:
            gone = hits[first].stem
            within[gone] -= 1
            value -= 1 if within[gone] else len(gone) * 8
            first += 1
        if value > best_value:
            best, best_value = Span(hits[first].start, hit.end), value
    return best


def _window(text: str, lang: str, core: Span) -> Span:
    """At most SNIPPET characters around a stretch, as much before it as behind it, cut between words."""
    spare = max(0, SNIPPET - (core.end - core.start)) // 2
    first = max(0, min(core.start - spare, len(text) - SNIPPET))
    last = min(len(text), first + SNIPPET)
    before = max(0, first - MARGIN)
    tokens = words(text[before : last + MARGIN], lang)
    starts, ends = [before + token.start for token in tokens], [before + token.end for token in tokens]
    if first:
        first = min((start for start in starts if start >= first), default=first)
    if last < len(text):
        last = max((end for end in ends if first < end <= last), default=last)
    return Span(first, last)


def _snipped(text: str, window: Span, spans: Iterable[Span]) -> SafeText:
    """A part of a text with its marks, and ellipses where it goes on."""
    before = ELLIPSIS if window.start else ""
    behind = ELLIPSIS if window.end < len(text) else ""
    return SafeText(before + _marked(text, window, spans) + behind)


def _marked(text: str, window: Span, spans: Iterable[Span]) -> SafeText:
    """A part of a text, escaped piece by piece, with these stretches in `<mark>`."""
    pieces, done = [], window.start
    for span in spans:
        start, end = max(span.start, window.start), min(span.end, window.end)
        if start < end:
            pieces += [html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>"]
            done = end
    return SafeText("".join([*pieces, html.escape(text[done : window.end])]))
