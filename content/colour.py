"""What stays of a colour profile: how colours are to be read, and nothing about whose screen or camera it came from.

Profiles of screens carry the maker, model and serial number of the very device (the tags `mmod`, `vcgt`, `dmdd` …), and
screenshots carry those profiles. Layout: ICC.1:2022, 7.2 (header) and 7.3 (tag table).
"""

import struct

HEADER = 128
# What a colour engine needs to read the colours of an RGB picture.
NEEDED = frozenset(
    {
        b"rXYZ",
        b"gXYZ",
        b"bXYZ",
        b"rTRC",
        b"gTRC",
        b"bTRC",
        b"wtpt",
        b"chad",
        b"cicp",
        b"A2B0",
        b"A2B1",
        b"A2B2",
        b"B2A0",
        b"B2A1",
        b"B2A2",
    }
)
# Bytes of the header that say when, by what program and for what device the profile was made, and its fingerprint.
SAYS_WHO = ((4, 8), (24, 36), (40, 44), (48, 56), (80, 128))
MOST_TAGS = 100


def anonymous_profile(profile: bytes | None) -> bytes | None:
    """The profile without all that names a device, a program, a time or an owner.

    Returns None when there is none, when it is damaged, or when it is not for RGB, in which every picture is kept.
    """
    if not profile or profile[16:20] != b"RGB ":
        return None
    try:
        tags = _tags(profile)
    except (struct.error, ValueError):
        return None
    return _written(profile[:HEADER], tags) if tags else None


def _tags(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", profile, HEADER)
    if count > MOST_TAGS:
        raise ValueError("more tags than any profile has")
    tags = {}
    for number in range(count):
        name, start, size = struct.unpack_from(">4sII", profile, HEADER + 4 + 12 * number)
        if start < HEADER or start + size > len(profile):
            raise ValueError("a tag lies outside the profile")
        if name in NEEDED:
            tags[name] = profile[start : start + size]
    return tags


def _written(header: bytes, tags: dict[bytes, bytes]) -> bytes:
    kept = bytearray(header)
    for start, end in SAYS_WHO:
        kept[start:end] = bytes(end - start)
    table, body = struct.pack(">I", len(tags)), b""
    first = HEADER + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, first + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    kept[0:4] = struct.pack(">I", first + len(body))
    return bytes(kept) + table + body
