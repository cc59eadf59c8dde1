"""How an entry is carried in a telephone: a vCard 4.0 (RFC 6350) of its public ways alone."""

from directory.models import ContactKind
from directory.public import PublicEntry, Way

MOST_BYTES = 75  # of a line, RFC 6350 section 3.2
PROPERTY = {
    ContactKind.PHONE: "TEL;VALUE=uri:tel:{}",
    ContactKind.EMAIL: "EMAIL:{}",
    ContactKind.OPENPGP: "EMAIL:{}",
    ContactKind.WEBSITE: "URL:{}",
    ContactKind.FORM: "URL:{}",
    ContactKind.ONION: "URL:http://{}",
}


def card(entry: PublicEntry) -> str:
    """The whole card, lines ended and folded as the standard asks."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{entry.uuid}",
        "KIND:org",
        f"FN:{_escaped(str(entry.name))}",
        *(_line(way) for way in entry.ways),
        *(f"LANG:{code}" for code in entry.languages),
        "END:VCARD",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _line(way: Way) -> str:
    if way.kind in PROPERTY:
        # Kept values hold no line breaks; text values still need their commas escaped.
        value = way.value if way.kind != ContactKind.EMAIL else _escaped(way.value)
        return PROPERTY[way.kind].format(value)
    return f"NOTE:{_escaped(f'{way.kind.label}: {way.shown}')}"


def _escaped(text: str) -> str:
    for found, written in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(found, written)
    return text


def _folded(line: str) -> str:
    """The line cut after at most 75 bytes, never inside a character; each further line begins with a space."""
    parts, current, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST_BYTES:
            parts.append(current)
            current, size = "", 1
        current, size = current + letter, size + width
    return "\r\n ".join([*parts, current])
