"""How a body is walked block by block, from what is stored, without asking the database for anything."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import Block, ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock, StreamValue
from wagtail.blocks.struct_block import BaseStructBlock


def blocks_of(value: StreamValue) -> Iterator[tuple[Block, Any]]:
    """Every block of a body with its stored value: a container before what it holds, all in reading order."""
    return _walk(value.stream_block, value.get_prep_value())


def _walk(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    yield block, raw
    for child, value in _children(block, raw):
        yield from _walk(child, value)


def is_walked(block: Block, raw: Any) -> bool:
    """Whether what this block holds comes as blocks of its own; others keep it in a way that only they know."""
    if isinstance(block, BaseStructBlock):
        return isinstance(raw, Mapping)
    return isinstance(block, (BaseStreamBlock, ListBlock)) and isinstance(raw, list)


def _children(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    if not is_walked(block, raw):
        return
    if isinstance(block, BaseStreamBlock):
        for item in raw:
            if item["type"] in block.child_blocks:
                yield block.child_blocks[item["type"]], item["value"]
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            if name in raw:
                yield child, raw[name]
    else:
        for item in raw:
            yield block.child_block, item["value"] if _is_list_item(item) else item


def _is_list_item(item: object) -> bool:
    # Wagtail's own rule for telling a stored list item from the bare value that versions before 2.16 stored.
    return isinstance(item, Mapping) and item.get("type") == "item" and "value" in item and "id" in item
