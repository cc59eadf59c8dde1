"""How it is told whether two texts are the same, and whether a frozen one is still what was released.

SHA-256 (FIPS 180-4), written as hexadecimal digits, of JSON that is written in one way only.
"""

import json
from hashlib import sha256
from typing import Any


def digest_of(*parts: Any) -> str:
    """The digest of these parts, each of what JSON can hold."""
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def chapter_digest(chapter: Any) -> str:
    """The digest of a frozen chapter, worked out from what it says."""
    return digest_of(
        chapter.path, chapter.title, chapter.summary, chapter.credits, chapter.licence,
        [block["digest"] for block in chapter.blocks],
    )  # fmt: skip


def manual_digest(manual: Any, chapters: list[Any]) -> str:
    """The digest of one edition in one language, worked out from its title page and the digests of its chapters."""
    title_page = (manual.language, manual.title, manual.summary, manual.label, manual.authors, manual.owners)
    return digest_of(title_page, manual.changes, [chapter.digest for chapter in chapters])


def edition_digest(edition: Any, manuals: list[Any]) -> str:
    """The digest of an edition, worked out from those of its languages."""
    return digest_of(
        edition.number, str(edition.released_on), edition.licence,
        sorted((manual.language, manual.digest) for manual in manuals),
    )  # fmt: skip


def correction_digest(correction: Any) -> str:
    """The digest of a correction, worked out from what it says and from the digest of the text that it corrects, which
    stays as it was released."""
    return digest_of(
        correction.chapter.digest, correction.block, correction.kind, correction.about_safety,
        str(correction.made_on), correction.text,
    )  # fmt: skip
