"""How the text of a chapter becomes what nothing changes any more: markup, words, and files of its own.

What stands in frozen markup leads to nothing that could vanish with a page: pictures and files are copied, and links to
chapters of the same manual lead to the same edition.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override
from wagtail.blocks import BoundBlock

from content.languages import direction
from content.models import NetworkDocument, NetworkRendition
from content.numbers import isolate_numbers
from content.pictures import random_name
from content.standing import may_stand_on
from content.text import text_of_rich_text
from manuals import addresses
from manuals.digests import digest_of
from manuals.models import ChapterPage, FrozenFile

PICTURE_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
TAG = re.compile(r"(<[^>]*>)")
ALREADY_ISOLATED = ("bdi", "code", "pre", "time")


class Freezer:
    """Freezes the chapters of one manual in one language, and keeps each file that stands in them once."""

    def __init__(self, language: str, slug: str, key: UUID) -> None:
        """Arguments: key, the translation key of the manual."""
        self.language, self.key = language, key
        self.manual_path = addresses.path_to(language, slug)
        self.files: dict[str, FrozenFile] = {}  # by the address at which the site has them

    def blocks(self, page: ChapterPage, path: str) -> tuple[list[dict[str, Any]], list[FrozenFile]]:
        """What stands in a chapter, block by block, and the files in it.

        Arguments: page, the chapter as it was published; path, where it will stand, as in FrozenChapter.path.
        Returns the blocks as FrozenChapter keeps them.
        """
        used: dict[int, FrozenFile] = {}
        frozen = []
        with override(self.language):
            for block, anchor, markup in rendered(page):
                html = self._settled(markup, page, path, used)
                frozen.append(_block(block, anchor, html, used))
        return frozen, list(used.values())

    def _settled(self, markup: str, page: ChapterPage, path: str, used: dict[int, FrozenFile]) -> str:
        html = self._links(markup, path)
        html = re.sub(_FILES, lambda found: self._kept(found[0], page, used), html)
        return numbers_upright(html) if direction(self.language) == "rtl" else html

    def _links(self, markup: str, path: str) -> str:
        chapter = re.compile(rf'href="{re.escape(self.manual_path)}([^"#]+)/(#[^"]*)?"')

        def relative(found: re.Match[str]) -> str:
            return f'href="{addresses.from_chapter_to(path, found[1])}{found[2] or ""}"'

        return chapter.sub(relative, markup)

    def _kept(self, address: str, page: ChapterPage, used: dict[int, FrozenFile]) -> str:
        """The address of the copy of a picture or file of this site; what is not one stays as it is."""
        stored, content_type = _stored(address)
        if stored is None or not may_stand_on(getattr(stored, "image", stored), page):
            # Words that look like the address of a file make nobody its owner.
            return address
        if address not in self.files:
            with stored.file.open("rb") as file:
                self.files[address] = keep_file(file.read(), content_type, key=self.key)
        file = self.files[address]
        used[file.pk] = file
        return file_address(file)


def rendered(page: ChapterPage) -> Iterator[tuple[BoundBlock, str, str]]:
    """Each block of a chapter, its anchor and its markup, in the active language."""
    body = page.body
    shown = body.stream_block.get_context(body, parent_context={"page": page, "level": 2})
    for block, anchor, level in shown["placed"]:
        markup = block.render(context={"page": page, "self": block.value, "anchor": anchor, "level": level})
        yield block, anchor, str(markup).strip()


def file_address(file: FrozenFile) -> str:
    return reverse("edition_file", args=[file.name])


# -- Files ---------------------------------------------------------------------------------------------------------

_FILES = re.compile(r"/media/[\w./-]+|/files/[\w-]+/[\w.-]+")


def _stored(address: str) -> tuple[Any, str]:
    """What stands at this address of the site, None for nothing, and of which type it is."""
    parts = address.strip("/").split("/", 1)
    if parts[0] == "media":
        stored: Any = NetworkRendition.objects.filter(file=parts[1]).select_related("image").first()
        content_type = PICTURE_TYPES.get(parts[1].rsplit(".", 1)[-1], "application/octet-stream")
    else:
        stored = NetworkDocument.objects.filter(token=parts[1].split("/")[0]).first()
        content_type = "application/pdf"
    return stored, content_type


def keep_file(content: bytes, content_type: str, *, key: UUID) -> FrozenFile:
    """The file of this manual's editions that has these bytes, written when there is none yet."""
    digest = sha256(content).hexdigest()
    known = FrozenFile.objects.filter(key=key, digest=digest).first()
    if known:
        return known
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(content_type, content_type.rsplit("/", 1)[-1])
    kept = FrozenFile(
        key=key, digest=digest, name=f"{random_name()}.{ending}", content_type=content_type, size=len(content)
    )  # fmt: skip
    kept.file.save(kept.name, ContentFile(content), save=False)
    kept.save()
    return kept


# -- Blocks --------------------------------------------------------------------------------------------------------


def _block(block: BoundBlock, anchor: str, html: str, used: dict[int, FrozenFile]) -> dict[str, Any]:
    frozen = {
        "id": block.id or "",
        "kind": block.block_type,
        "html": html,
        "text": text_of_rich_text(html),
        "digest": digest_of(block.block_type, _without_names(html, anchor, used)),
    }
    if block.block_type == "tool_advice":
        frozen |= {"tool": block.value["tool"], "review_by": str(block.value["review_by"])}
    return frozen


def _without_names(html: str, anchor: str, used: dict[int, FrozenFile]) -> str:
    """The markup without what differs from site to site, so that the same text has the same digest everywhere."""
    for file in used.values():
        html = html.replace(file_address(file), f"sha256:{file.digest}")
    return html.replace(anchor, "") if anchor else html


def numbers_upright(html: str) -> str:
    """The markup with each number in its words kept from turning round."""
    pieces, inside = TAG.split(html), 0
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            name = piece.strip("</>").split()[0].lower() if piece.strip("</>") else ""
            if name in ALREADY_ISOLATED:
                inside += -1 if piece.startswith("</") else 1
        elif not inside:
            pieces[place] = _isolated(piece)
    return "".join(pieces)


def _isolated(words: str) -> str:
    return str(isolate_numbers(mark_safe(words)))  # noqa: S308 - it was escaped when it was rendered
