"""How the short form of the words becomes the blocks of a page."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.blocks import StreamBlock
from wagtail.blocks.stream_block import StreamValue

from content.blocks import BODY_BLOCKS
from content.models import NetworkDocument
from demonstration.script import day
from home.starting_pages import block_of

CONSENT_DAYS = -197


def body_of(key: str, blocks: list[dict[str, Any]], files: Mapping[str, NetworkDocument] | None = None) -> StreamValue:
    """The body that these words make.

    Arguments: key, the same for all languages of a page, so that its anchors are too; blocks, as in words/; files, the
    files that the blocks name, by name.
    Raises ValueError for a form that there is not.
    """
    return stream_of(BODY_BLOCKS, key, [_block(words, files or {}) for words in blocks])


def stream_of(kind: StreamBlock, key: str, pairs: list[tuple[str, Any]]) -> StreamValue:
    """A stream of these pairs of type and value; each block keeps its identity in every language."""
    stream = kind.normalize(pairs)
    for number, block in enumerate(stream):
        block.id = str(uuid5(NAMESPACE_URL, f"{key}/{number}"))
    return stream


def _block(words: dict[str, Any], files: Mapping[str, NetworkDocument]) -> tuple[str, Any]:
    match words:
        case {"quote": text, "speaker": speaker, "consent": note}:
            said = {"text": text, "speaker": speaker, "consent_note": note}
            return "quotation", {**said, "consent_on": day(CONSENT_DAYS), "source": ""}
        case {"file": name, "note": note}:
            return "file", {"document": files[name], "note": note}
    return block_of(words)
