"""How an entry is carried in a telephone or in a wallet: vCards of its public ways alone, and a square to scan."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import qr
from directory.models import ContactKind
from directory.public import PublicEntry, Way

MOST_BYTES = 75  # of a line, RFC 6350 section 3.2
MOST_WAYS = 3  # on a card for the wallet
# In a square of 57 by 57, which a telephone reads from 27 mm of paper: ISO/IEC 18004, version 10, level M.
SQUARE_BYTES = 213
PROPERTY = {
    ContactKind.PHONE: "TEL;VALUE=uri:tel:{}",
    ContactKind.EMAIL: "EMAIL:{}",
    ContactKind.OPENPGP: "EMAIL:{}",
    ContactKind.WEBSITE: "URL:{}",
    ContactKind.FORM: "URL:{}",
    ContactKind.ONION: "URL:http://{}",
}
NOT_CARRIED = (ContactKind.WEBSITE, ContactKind.POST, ContactKind.IN_PERSON)


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


def carried(entry: PublicEntry) -> list[Way]:
    """The ways that stand on a card for the wallet: the safest ones that somebody can write or call."""
    return [way for way in entry.ways if way.kind not in NOT_CARRIED][:MOST_WAYS]


def square(entry: PublicEntry, ways: list[Way]) -> SafeString:
    """The picture of a square that holds name and ways themselves, so that whoever scans it needs no connection and
    asks nobody. The last ways are left out of it when all of them would make it too fine to read.

    Telephones read vCard 3.0 (RFC 2426) from squares; not all of them read 4.0.
    """
    for number in range(len(ways), -1, -1):
        text = _small_card(entry, ways[:number])
        if len(text.encode()) <= SQUARE_BYTES or number == 0:
            break
    return qr.svg(text, label=_("Square to scan: name and ways as a contact"))


def _small_card(entry: PublicEntry, ways: list[Way]) -> str:
    lines = [_line(way).replace(";VALUE=uri:tel", "") for way in ways]
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(str(entry.name))}", *lines, "END:VCARD"])


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
