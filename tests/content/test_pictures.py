"""A picture that was uploaded: what is left of it, and what is refused."""

import io
import random
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageDraw

from content.colour import anonymous_profile
from content.pictures import MOST_BYTES, clean_picture
from tests.content.uploads import CANARY, a_photo, a_picture, an_upload

SAYS_TOO_MUCH = (b"GPS", b"Exif", b"EXIF", b"http://ns.adobe.com", b"xmpmeta", b"Photoshop", b"JFXX", CANARY)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def reopened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def is_red(pixel) -> bool:
    return pixel[0] > 200 and pixel[1] < 60 and pixel[2] < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_clean_picture_leaves_nothing_but_the_picture(kind):
    photo = a_photo(kind)
    assert CANARY in photo

    clean = clean_picture(an_upload(photo)).read()

    kept = reopened(clean)
    assert [word for word in SAYS_TOO_MUCH if word in clean] == []
    assert set(kept.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "loop",
        "background",
        "timestamp",
        "duration",
    }
    assert dict(kept.getexif()) == {}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (64, 48), (8, 24)),
        (2, (64, 48), (56, 24)),
        (3, (64, 48), (56, 24)),
        (4, (64, 48), (8, 24)),
        (5, (48, 64), (24, 8)),
        (6, (48, 64), (24, 8)),
        (7, (48, 64), (24, 56)),
        (8, (48, 64), (24, 56)),
        (99, (64, 48), (8, 24)),
    ],
)
def test_clean_picture_stands_upright(kind, orientation, size, red):
    kept = reopened(clean_picture(an_upload(a_photo(kind, orientation=orientation))).read()).convert("RGB")

    assert kept.size == size
    assert is_red(kept.getpixel(red))


@pytest.mark.parametrize(
    ("content", "kind", "mode"),
    [
        (a_picture("JPEG"), "JPEG", "RGB"),
        (a_picture("JPEG", mode="L"), "JPEG", "RGB"),
        (a_picture("JPEG", mode="CMYK"), "JPEG", "RGB"),
        (a_picture("PNG", mode="RGBA"), "PNG", "RGBA"),
        (a_picture("PNG", mode="LA"), "PNG", "RGBA"),
        (a_picture("PNG", mode="1"), "PNG", "RGB"),
        (a_picture("PNG", mode="I;16"), "PNG", "RGB"),
        (a_picture("PNG", mode="P", transparency=0), "PNG", "RGBA"),
        (a_picture("PNG", mode="P"), "PNG", "RGB"),
        (a_picture("GIF", mode="P"), "PNG", "RGB"),
        (a_picture("WEBP", mode="RGBA"), "WEBP", "RGBA"),
        (a_picture("AVIF", mode="RGBA"), "WEBP", "RGBA"),
        (a_picture("AVIF"), "WEBP", "RGB"),
    ],
)
def test_clean_picture_keeps_what_browsers_show(content, kind, mode):
    clean = clean_picture(an_upload(content))

    kept = reopened(clean.read())
    assert (kept.format, kept.mode, kept.size) == (kind, mode, (64, 48))


def test_clean_picture_scales_sixteen_bits_of_grey():
    picture = Image.new("I;16", (8, 8), 128 * 256)
    out = io.BytesIO()
    picture.save(out, "PNG")

    kept = reopened(clean_picture(an_upload(out.getvalue())).read())

    assert kept.getpixel((4, 4)) == (128, 128, 128)


def test_clean_picture_keeps_the_colours_of_cmyk():
    kept = reopened(clean_picture(an_upload(a_picture("JPEG", mode="CMYK"))).read())

    assert is_red(kept.getpixel((8, 24)))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_clean_picture_keeps_the_first_of_an_animation(kind):
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second], duration=100)

    kept = reopened(clean_picture(an_upload(out.getvalue())).read())

    assert getattr(kept, "n_frames", 1) == 1
    assert is_red(kept.convert("RGB").getpixel((8, 24)))


def test_clean_picture_has_a_name_that_says_nothing():
    names = {clean_picture(an_upload(a_picture(), "IMG_2026_house_of_N.jpg")).name for _again in range(3)}

    assert len(names) == 3
    assert all(len(name.removesuffix(".jpg")) >= 22 and "house" not in name for name in names)


def test_clean_picture_goes_by_content_and_not_by_name():
    clean = clean_picture(an_upload(a_picture("PNG"), "photo.exe"))

    assert clean.name.endswith(".png")


def test_clean_picture_of_a_file_that_is_two_things_is_only_a_picture():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("page.html", "<script>alert(1)</script>")

    clean = clean_picture(an_upload(a_picture("GIF", mode="P") + archive.getvalue())).read()

    assert not zipfile.is_zipfile(io.BytesIO(clean))
    assert b"<script>" not in clean


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_clean_picture_forgives_broken_exif():
    photo = a_picture("JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff broken")

    kept = reopened(clean_picture(an_upload(photo)).read())

    assert kept.size == (64, 48)


# -- Refused -------------------------------------------------------------------------------------------------------


def a_bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 × 30,000 pixels large."""
    content = bytearray(a_picture("PNG", mode="1"))
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged"),
        (b"<!doctype html><p>hello", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 400, "damaged"),
        (a_picture("JPEG", size=(400, 300))[:900], "damaged"),
        (a_picture("PNG")[:60], "damaged"),
        (a_picture("WEBP")[:40], "damaged"),
        (a_picture("GIF", mode="P")[:30], "damaged"),
        (a_picture("AVIF")[:200], "damaged"),
        (a_picture("BMP"), "damaged"),
        (a_picture("TIFF"), "damaged"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "drawing"),
        (b'<?xml version="1.0"?><!DOCTYPE svg><svg/>', "drawing"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 99, "phone"),
        (a_bomb(), "too_large"),
        (a_picture("PNG", mode="1", size=(8000, 5001)), "too_large"),
        (b"\xff" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_clean_picture_refuses_with_words_for_the_person(content, code):
    with pytest.raises(ValidationError) as refused:
        clean_picture(an_upload(content))

    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_clean_picture_of_a_mangled_file_is_a_picture_or_refused(kind):
    draw = random.Random(4711)  # noqa: S311 - it spoils files, and guards nothing
    original = a_photo(kind) if kind != "GIF" else a_picture("GIF", mode="P")
    for _round in range(40):
        mangled = bytearray(original)
        for _byte in range(6):
            mangled[draw.randrange(len(mangled))] = draw.randrange(256)
        try:
            clean = clean_picture(an_upload(bytes(mangled))).read()
        except ValidationError:
            continue
        assert CANARY not in clean
        assert reopened(clean).size[0] > 0


# -- Colour profiles -----------------------------------------------------------------------------------------------


def a_talking_profile() -> bytes:
    """sRGB as a screen's profile would have it: with the serial number of the screen, and who made it when."""
    profile = bytearray(SRGB)
    count = int.from_bytes(profile[128:132], "big")
    start = len(profile) + 12
    table = profile[132 : 132 + 12 * count]
    for number in range(count):
        at = 12 * number + 4
        table[at : at + 4] = (int.from_bytes(table[at : at + 4], "big") + 12).to_bytes(4, "big")
    table += b"mmod" + start.to_bytes(4, "big") + len(CANARY).to_bytes(4, "big")
    whole = profile[:128] + (count + 1).to_bytes(4, "big") + table + profile[132 + 12 * count :] + CANARY
    whole[80:84] = b"ACME"
    whole[0:4] = len(whole).to_bytes(4, "big")
    return bytes(whole)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_clean_picture_keeps_the_profile_and_not_whose_it_is(kind):
    profile = a_talking_profile()
    picture = a_picture(kind, icc_profile=profile)
    assert CANARY in reopened(picture).info["icc_profile"]

    kept = reopened(clean_picture(an_upload(picture)).read()).info["icc_profile"]

    assert CANARY not in kept
    assert b"ACME" not in kept
    assert kept[24:36] == bytes(12)


def test_anonymous_profile_shows_the_same_colours():
    picture = Image.effect_mandelbrot((40, 30), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, 20, 20), fill=(180, 40, 90))
    lab = ImageCms.createProfile("LAB")

    before, after = (
        ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), lab, outputMode="LAB")
        for profile in (SRGB, anonymous_profile(SRGB))
    )

    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    "profile",
    [
        None,
        b"",
        SRGB[:140],
        SRGB[:16] + b"CMYK" + SRGB[20:],
        SRGB[:128] + b"\xff\xff\xff\xff" + SRGB[132:],
        SRGB[:136] + b"\xff\xff\xff\xff" + SRGB[140:],
        SRGB[:128] + bytes(4),
    ],
)
def test_anonymous_profile_is_none_for_what_is_no_profile_of_an_rgb_picture(profile):
    assert anonymous_profile(profile) is None
