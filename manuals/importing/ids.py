"""How imported blocks get their ids: those of what they were before, so that anchors and comparisons stay."""

import re
import uuid
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

Block = dict[str, Any]
ALIKE = 0.4  # of two texts of one kind in the same place: the later one is the earlier one rewritten
# How far apart such blocks may stand, and how many words of them are compared: each costs time for each other one.
NEARBY, FIRST_WORDS = 20, 300


def keep_ids(new: list[Block], old: list[Block]) -> list[Block]:
    """The new blocks, each with the id of the old one that it is, or was before it was rewritten, else a new id."""
    return _with_ids(new, old, signature=lambda block: (block["type"], words_of(block)), pairs_alike=True)


def same_ids_as(new: list[Block], original: list[Block]) -> list[Block]:
    """The blocks of a translation, each with the id of the block of the original that stands in its place."""
    return _with_ids(new, original, signature=_kind, pairs_alike=False)


def words_of(block: Block) -> str:
    """The words of a stored block, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(_strings(block["value"]))).split())


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name not in ("type", "id") for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return []


def _kind(block: Block) -> tuple[str, str]:
    return block["type"], str(block["value"].get("depth", "")) if isinstance(block["value"], dict) else ""


def _with_ids(
    new: list[Block], old: list[Block], *, signature: Callable[[Block], object], pairs_alike: bool
) -> list[Block]:
    ids: dict[int, str] = {}
    matcher = SequenceMatcher(
        a=[signature(block) for block in old], b=[signature(block) for block in new], autojunk=False
    )
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if what == "equal":
            ids |= {from_new + step: old[from_old + step]["id"] for step in range(to_old - from_old)}
        elif what == "replace" and pairs_alike:
            ids |= _rewritten(old[from_old:to_old], new[from_new:to_new], from_new)
    taken: set[str] = set()
    placed = []
    for place, block in enumerate(new):
        known = ids.get(place) or ""
        # The first eight signs are the anchor: no two blocks may share them.
        fits = known and known[:8] not in taken
        one = known if fits else str(uuid.uuid4())
        taken.add(one[:8])
        placed.append({**block, "id": one})
    return placed


def _rewritten(old: list[Block], new: list[Block], first: int) -> dict[int, str]:
    found: dict[int, str] = {}
    left = list(old)
    for place, block in enumerate(new):
        for other in left[:NEARBY]:
            if other["type"] == block["type"] and _alike(words_of(other), words_of(block)):
                found[first + place] = other["id"]
                left = left[left.index(other) + 1 :]
                break
    return found


def _alike(before: str, after: str) -> bool:
    first, second = (text.split(maxsplit=FIRST_WORDS)[:FIRST_WORDS] for text in (before, after))
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
