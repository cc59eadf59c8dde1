"""What changed in a chapter from one edition to another, block by block.

Blocks are put side by side by their anchor, which stays the same across editions, then by what they say. Words are
compared only inside a pair that says different things, so a long chapter costs little; a link that leads elsewhere is a
change too.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from lxml.html import diff as html_diff

from content.feeds import NOT_XML
from manuals.addresses import without_links_to_others
from manuals.models import FrozenChapter

Block = dict[str, Any]
HEADINGS = ("heading", "subheading")
# Characters of markup of a pair: what it costs to mark words grows with their square.
MOST_OF_A_PAIR, MOST_OF_A_PAGE = 60_000, 600_000
ADDRESS = re.compile(r'(?<= href=")[^"]*')
NO_MARKUP = str.maketrans({"<": "%3C", ">": "%3E"})


@dataclass
class Change:
    """One block that was added, removed or rewritten. under: the words of the heading that it stands under; by_words:
    whether the words that changed are marked, and not the block as a whole."""

    kind: str
    under: str
    before: Block | None
    after: Block | None
    by_words: bool = True

    @property
    def size(self) -> int:
        """How much there is to compare, in characters of markup."""
        return sum(len(block["html"]) for block in (self.before, self.after) if block)

    @property
    def is_warning(self) -> bool:
        return "warning" in {block["kind"] for block in (self.before, self.after) if block}

    def html_for(self, paths: Collection[str]) -> SafeString:
        """The block with what was added in <ins> and what was removed in <del>.

        Arguments: paths, of the chapters that the reader may open: no link leads to another.
        """
        before = without_links_to_others(self.before["html"], paths) if self.before else ""
        after = without_links_to_others(self.after["html"], paths) if self.after else ""
        if before and after and self.by_words and self.size <= MOST_OF_A_PAIR:
            return mark_safe(html_diff.htmldiff(_addressed(before), _addressed(after)))  # noqa: S308 - made of frozen markup
        whole = (f'<{tag} class="whole">{html}</{tag}>' for tag, html in (("ins", after), ("del", before)) if html)
        return mark_safe("".join(whole))  # noqa: S308 - frozen markup


def _addressed(html: str) -> str:
    """Markup that lxml can compare: without signs that no XML holds, and with addresses that hold no markup, however it
    is written. Where a link leads elsewhere, lxml writes its address as it reads it; browsers ask for the same address
    with or without this."""
    return ADDRESS.sub(lambda found: escape(unescape(found[0]).translate(NO_MARKUP)), NOT_XML.sub(" ", html))


@dataclass
class Comparison:
    """What changed in one chapter. before or after is None for a chapter that only one of the editions has."""

    before: FrozenChapter | None
    after: FrozenChapter | None
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    moved: int = 0

    def of(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def added(self) -> list[Change]:
        return self.of("added")

    @property
    def removed(self) -> list[Change]:
        return self.of("removed")

    @property
    def rewritten(self) -> list[Change]:
        return self.of("rewritten")

    @property
    def warnings(self) -> int:
        """How many of the changes are about a warning: those are named first."""
        return sum(change.is_warning for change in self.changes)

    @property
    def is_same(self) -> bool:
        return not self.changes and not self.moved and self.before is not None and self.after is not None

    @property
    def blocks(self) -> int:
        return len(self.after.blocks) if self.after else 0


def compare(before: FrozenChapter | None, after: FrozenChapter | None) -> Comparison:
    """What became of the blocks of `before` in `after`; either may be None, not both."""
    old, new = (list(chapter.blocks) if chapter else [] for chapter in (before, after))
    found = Comparison(before, after)
    pairs = _pairs(old, new)
    partners = {id(block): partner for partner, block in pairs}
    kept = {id(partner) for partner, _block in pairs}
    for block, under in _under(new):
        partner = partners.get(id(block))
        if partner is None:
            found.changes.append(Change("added", under, None, block))
        elif partner["digest"] != block["digest"]:
            found.changes.append(Change("rewritten", under, partner, block))
        else:
            found.same += 1
    found.changes += [Change("removed", under, block, None) for block, under in _under(old) if id(block) not in kept]
    found.moved = _moved([old.index(partner) for partner, _block in pairs])
    return found


def spare(comparisons: Iterable[Comparison]) -> None:
    """Let no page of comparisons cost more than one long chapter: of what is more, blocks are marked as a whole."""
    left = MOST_OF_A_PAGE
    for change in (change for each in comparisons for change in each.rewritten):
        left -= change.size
        change.by_words = left >= 0


def _pairs(old: list[Block], new: list[Block]) -> list[tuple[Block, Block]]:
    """Which old block became which new one, in the order of the new."""
    by_id = {block["id"]: block for block in old if block["id"]}
    partner: dict[int, Block] = {}
    for place, block in enumerate(new):
        known = by_id.get(block["id"])
        if known is not None and known["kind"] == block["kind"]:
            partner[place] = known
    taken = {id(block) for block in partner.values()}
    left_old = [block for block in old if id(block) not in taken]
    left_new = [place for place in range(len(new)) if place not in partner]
    matcher = SequenceMatcher(
        a=[block["digest"] for block in left_old], b=[new[place]["digest"] for place in left_new], autojunk=False
    )
    for match in matcher.get_matching_blocks():
        for step in range(match.size):
            partner[left_new[match.b + step]] = left_old[match.a + step]
    return [(partner[place], new[place]) for place in sorted(partner)]


def _under(blocks: Iterable[Block]) -> Iterable[tuple[Block, str]]:
    heading = ""
    for block in blocks:
        if block["kind"] in HEADINGS:
            heading = block["text"]
        yield block, heading


def _moved(places: list[int]) -> int:
    """How many blocks stand elsewhere: as few as have to be lifted out for the others to be in their old order."""
    ends: list[int] = []  # patience sorting: the length of the longest rising row
    for place in places:
        at = next((index for index, end in enumerate(ends) if end >= place), len(ends))
        ends[at : at + 1] = [place]
    return len(places) - len(ends)


@dataclass(frozen=True)
class Behind:
    """How far a text is behind the original. sections: how many of the original's blocks changed since, of `of`;
    warnings: how many of those are warnings."""

    sections: int
    of: int
    warnings: int


def behind(then: Iterable[FrozenChapter], now: Iterable[FrozenChapter]) -> Behind:
    """What changed in the original language between the edition that a translation follows and the current one.

    Arguments: then, now, the original's chapters in those two editions.
    """
    before = {chapter.key: chapter for chapter in then}
    found = [compare(before.pop(chapter.key, None), chapter) for chapter in now]
    found += [compare(gone, None) for gone in before.values()]
    changes = [change for each in found for change in each.changes]
    return Behind(len(changes), sum(each.blocks for each in found), sum(change.is_warning for change in changes))
