"""Encoded pictures that must stay byte by byte, without what they say about themselves."""

import io

import pytest
from PIL import Image

from content.segments import jpeg2000_alone, jpeg_alone
from tests.content.uploads import CANARY, a_photo, a_picture


def pixels(content: bytes) -> bytes:
    picture = Image.open(io.BytesIO(content))
    return picture.convert("RGB").tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_alone_keeps_every_pixel_and_no_word(progressive):
    plain = a_picture("JPEG", size=(200, 160), progressive=progressive, comment=CANARY)
    talking = plain + CANARY

    alone = jpeg_alone(talking)

    assert pixels(alone) == pixels(plain)
    assert CANARY not in alone


def test_jpeg_alone_takes_out_what_a_phone_writes():
    photo = a_photo("JPEG")

    alone = jpeg_alone(photo)

    assert [word for word in (b"Exif", b"xmpmeta", CANARY) if word in alone] == []
    assert dict(Image.open(io.BytesIO(alone)).getexif()) == {}


def test_jpeg_alone_drops_a_thumbnail_and_keeps_the_profile():
    plain = a_picture("JPEG", icc_profile=b"profile" * 20)
    at = plain.index(b"\xff\xe0")
    length = int.from_bytes(plain[at + 2 : at + 4], "big")
    thumbnail = b"\xff\xe0" + (16 + 3).to_bytes(2, "big") + plain[at + 4 : at + 16] + b"\x01\x01" + b"\x01\x02\x03"
    talking = plain[:at] + thumbnail + plain[at + 2 + length :]

    alone = jpeg_alone(talking)

    assert b"JFIF" not in alone
    assert b"ICC_PROFILE" in alone


def test_jpeg_alone_ends_a_picture_that_has_no_end():
    plain = a_picture("JPEG")

    assert jpeg_alone(plain[:-2]) == jpeg_alone(plain)


def test_jpeg_alone_passes_over_restarts():
    plain = jpeg_alone(a_picture("JPEG", size=(200, 160), restart_marker_blocks=4))

    assert jpeg_alone(plain + b"more") == plain


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        b"\xff\xd8\x00\x00",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xe1\x00\x01",
    ],
)
def test_jpeg_alone_refuses_what_it_cannot_follow(content):
    with pytest.raises(ValueError, match="JPEG"):
        jpeg_alone(content)


def test_jpeg_alone_passes_over_markers_that_stand_alone():
    plain = a_picture("JPEG")

    assert jpeg_alone(b"\xff\xd8\xff\x01" + plain[2:]) == b"\xff\xd8\xff\x01" + jpeg_alone(plain)[2:]


# -- JPEG 2000 -----------------------------------------------------------------------------------------------------


def a_box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def with_comment(codestream: bytes) -> bytes:
    """A comment after the first two segments, SIZ and the next, of a codestream."""
    comment = b"\xff\x64" + (len(CANARY) + 4).to_bytes(2, "big") + b"\x00\x01" + CANARY
    end = 4 + int.from_bytes(codestream[4:6], "big")
    return codestream[:end] + comment + codestream[end:]


def test_jpeg2000_alone_drops_boxes_that_talk():
    plain = a_picture("JPEG2000")
    talking = plain + a_box(b"xml ", CANARY) + a_box(b"uuid", CANARY)

    alone = jpeg2000_alone(talking)

    assert pixels(alone) == pixels(plain)
    assert CANARY not in alone


@pytest.mark.parametrize("length", ["short", "long", "open"])
def test_jpeg2000_alone_drops_comments_of_the_codestream(length):
    whole = a_picture("JPEG2000")
    at = whole.index(b"jp2c")
    talking = with_comment(whole[at + 4 :])
    head = {
        "short": (len(talking) + 8).to_bytes(4, "big") + b"jp2c",
        "long": (1).to_bytes(4, "big") + b"jp2c" + (len(talking) + 16).to_bytes(8, "big"),
        "open": bytes(4) + b"jp2c",
    }[length]

    alone = jpeg2000_alone(whole[: at - 4] + head + talking)

    assert pixels(alone) == pixels(whole)
    assert CANARY not in alone


def test_jpeg2000_alone_takes_a_bare_codestream():
    whole = a_picture("JPEG2000")
    bare = whole[whole.index(b"jp2c") + 4 :]

    alone = jpeg2000_alone(with_comment(bare))

    assert CANARY not in alone
    assert alone.startswith(b"\xff\x4f")


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x00",
        b"\x00\x00\x00\x01jp2c",
        b"\x00\x00\x00\xffjp2c",
        b"\x00\x00\x00\x04jp2c",
        a_box(b"jp2c", b"nothing"),
        b"\xff\x4f\xff\x51\x00\x00",
        b"\xff\x4f\xff\x51\xff\xff",
        b"\xff\x4f",
    ],
)
def test_jpeg2000_alone_refuses_what_it_cannot_follow(content):
    with pytest.raises(ValueError, match="JPEG 2000"):
        jpeg2000_alone(content)
