"""How an encoded picture inside another file loses what it says about itself, without being decoded.

Uploaded pictures are drawn anew (content/pictures.py). Those inside a PDF must stay as they are, byte by byte, but for
the parts that name a camera, a place, a program or a person.
"""

import re
import struct

START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# Within a scan, FF 00 is a byte of data and FF D0…D7 a restart; anything else begins the next segment.
NEXT_SEGMENT = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
# What the colours depend on, by marker (ISO/IEC 10918-5 and 10918-6, ICC.1 B.4); all other APPn and comments go.
APP_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
COMMENT = 0xFE
# Boxes of JPEG 2000 (ISO/IEC 15444-1, annex I) that describe instead of show.
TALKING_BOXES = frozenset({b"xml ", b"uuid", b"uinf", b"jp2i", b"asoc", b"lbl ", b"nlst"})
CODESTREAM, CODESTREAM_COMMENT, TILE = b"\xff\x4f", 0xFF64, 0xFF90


def jpeg_alone(data: bytes) -> bytes:
    """This JPEG without Exif, XMP, IPTC, comments, thumbnails, further pictures and what follows its end.

    Raises ValueError when it is not a JPEG that can be followed segment by segment.
    """
    if data[:2] != bytes((0xFF, START)):
        raise ValueError("not a JPEG")
    out, at = bytearray(data[:2]), 2
    while True:
        marker, at = _marker(data, at)
        if marker == END:
            return bytes(out) + bytes((0xFF, END))
        if marker in ALONE:
            out += bytes((0xFF, marker))
            continue
        segment, at = _segment(data, at)
        if _is_needed(marker, segment):
            out += bytes((0xFF, marker)) + struct.pack(">H", len(segment) + 2) + segment
        if marker == SCAN:
            following = NEXT_SEGMENT.search(data, at)
            # Some writers leave out the end: then all that is left is the scan.
            out += data[at : following.start()] if following else data[at:]
            if not following:
                return bytes(out) + bytes((0xFF, END))
            at = following.start()


def _marker(data: bytes, at: int) -> tuple[int, int]:
    start = at
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at == start or at == len(data):
        raise ValueError("a JPEG segment does not begin where it should")
    return data[at], at + 1


def _segment(data: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise ValueError("a JPEG segment is cut off")
    return data[at + 2 : at + length], at + length


def _is_needed(marker: int, segment: bytes) -> bool:
    if marker in APP_KEPT:
        # A JFIF segment of more than its fourteen bytes holds a thumbnail.
        return segment.startswith(APP_KEPT[marker]) and not (marker == 0xE0 and len(segment) > 14)
    return marker != COMMENT and not 0xE0 <= marker <= 0xEF


def jpeg2000_alone(data: bytes) -> bytes:
    """This JPEG 2000 picture without the boxes and comments that describe it.

    Raises ValueError when it cannot be followed box by box.
    """
    if data.startswith(CODESTREAM):
        return _codestream_alone(data)
    out, at = bytearray(), 0
    while at < len(data):
        kind, content, at = _box(data, at)
        if kind in TALKING_BOXES:
            continue
        if kind == b"jp2c":
            content = _codestream_alone(content)
        out += struct.pack(">I4s", len(content) + 8, kind) + content
    return bytes(out)


def _box(data: bytes, at: int) -> tuple[bytes, bytes, int]:
    try:
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
    except struct.error as error:
        raise ValueError("a JPEG 2000 box is cut off") from error
    end = len(data) if length == 0 else at + length
    if end < start or end > len(data):
        raise ValueError("a JPEG 2000 box is cut off")
    return kind, data[start:end], end


def _codestream_alone(data: bytes) -> bytes:
    if not data.startswith(CODESTREAM):
        raise ValueError("not a JPEG 2000 codestream")
    out, at = bytearray(CODESTREAM), 2
    while at + 4 <= len(data):
        marker, length = struct.unpack_from(">HH", data, at)
        if marker == TILE:
            return bytes(out) + data[at:]
        if length < 2 or at + 2 + length > len(data):
            break
        if marker != CODESTREAM_COMMENT:
            out += data[at : at + 2 + length]
        at += 2 + length
    raise ValueError("a JPEG 2000 header is cut off")
