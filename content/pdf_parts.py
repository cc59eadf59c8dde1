"""What goes out of a PDF, object by object, and what makes it be refused (ISO 32000-2)."""

from collections.abc import Iterator

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from content.segments import jpeg2000_alone, jpeg_alone

MOST_OBJECTS = 500_000
# What does something, or carries something else: 7.11.4, 12.6, 12.7 and 13.
ACTIVE_KEYS = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/EmbeddedFiles",
        "/EF",
        "/RichMediaContent",
        "/RichMediaSettings",
        "/XFA",
    }
)
ACTIVE_KINDS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
        "/EmbeddedFile",
    }
)
ACTIVE_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
# What says who, when and with what: 14.3, 14.5, 12.3.4, 8.11.2 and the dates that any object may have.
METADATA_KEYS = frozenset(
    {
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/CreationDate",
        "/ModDate",
        "/Thumb",
        "/SpiderInfo",
        "/CreatorInfo",
        "/OPI",
        "/Alternates",
        "/AF",
    }
)
# The same on notes beside the text: author, date, name (12.5.6.2). In a form field /T is its name, and harmless.
NOTE_KEYS = frozenset({"/M", "/NM", "/T"})
TALKING_MARKS = (b"Exif\x00\x00", b"<x:xmpmeta", b"http://ns.adobe.com/xap/")
ENCODED = {"/DCTDecode": jpeg_alone, "/DCT": jpeg_alone, "/JPXDecode": jpeg2000_alone}


class ActivePartError(ValueError):
    """The file holds a script, an action or another file."""


def scrub(root: DictionaryObject) -> bool:
    """Take out of all that this object leads to what says who, when, where and with what.

    Returns whether there was anything to take out. Raises ActivePartError when the file holds something active,
    ValueError when it cannot be followed to its end or metadata cannot be taken out.
    """
    changed = False
    for thing in _reachable(root):
        if isinstance(thing, DictionaryObject):
            _refuse_active(thing)
            changed |= _without_metadata(thing)
        if isinstance(thing, StreamObject):
            changed |= _clean_stream(thing)
    return changed


def _reachable(root: DictionaryObject) -> Iterator[object]:
    """Every object that can be reached, each once; what is taken out of one is not followed."""
    waiting: list[object] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            where = (thing.idnum, thing.generation)
            if where in seen:
                continue
            seen.add(where)
            thing = thing.get_object()
            if len(seen) > MOST_OBJECTS:
                raise ValueError("more objects than any text has")
        yield thing
        if isinstance(thing, DictionaryObject):
            waiting.extend(thing.values())
        elif isinstance(thing, ArrayObject):
            waiting.extend(thing)


def _refuse_active(thing: DictionaryObject) -> None:
    kinds = {str(thing.get(key)) for key in ("/S", "/Type")}
    if ACTIVE_KEYS & thing.keys() or ACTIVE_KINDS & kinds:
        raise ActivePartError
    if "/Rect" in thing and str(thing.get("/Subtype")) in ACTIVE_NOTES:
        raise ActivePartError


def _without_metadata(thing: DictionaryObject) -> bool:
    keys = METADATA_KEYS & thing.keys()
    if "/Rect" in thing and thing.get("/Subtype") != "/Widget":
        keys |= NOTE_KEYS & thing.keys()
    if str(_resolved(thing, "/V", "/Type")) == "/Sig":
        # A signature names its signer, and holds no more once the file is written anew.
        keys |= {"/V"}
    for key in keys:
        del thing[key]
    return _without_own_path(thing) or bool(keys)


def _resolved(thing: DictionaryObject, key: str, inner: str) -> object:
    value = thing.get(key)
    value = value.get_object() if value is not None else None
    return value.get(inner) if isinstance(value, DictionaryObject) else None


def _without_own_path(thing: DictionaryObject) -> bool:
    """Empty a link to a file on the writer's own machine, whose path holds their name."""
    if not str(thing.get("/URI", "")).lower().startswith("file:"):
        return False
    thing[NameObject("/URI")] = TextStringObject("")
    return True


# -- Streams -------------------------------------------------------------------------------------------------------


def _clean_stream(stream: StreamObject) -> bool:
    filters = _filters(stream)
    if filters and filters[-1] in ENCODED:
        return _clean_encoded_picture(stream, filters)
    if str(stream.get("/Subtype")) != "/Image" and any(mark in stream.get_data() for mark in TALKING_MARKS):
        raise ValueError("a picture inside a stream describes itself")
    return False


def _clean_encoded_picture(stream: StreamObject, filters: list[str]) -> bool:
    """The picture without what it says about itself; wrappings around it, which some writers add, come off."""
    before = _unwrapped(stream, filters) if len(filters) > 1 else stream._data
    after = ENCODED[filters[-1]](before)
    if after == stream._data:
        return False
    stream._data = after
    stream[NameObject("/Filter")] = NameObject(filters[-1])
    for key in ("/DecodeParms", "/DP"):
        parameters = stream.get(key)
        parameters = parameters.get_object() if parameters is not None else None
        if isinstance(parameters, ArrayObject):
            stream[NameObject(key)] = parameters[-1]
    return True


def _unwrapped(stream: StreamObject, filters: list[str]) -> bytes:
    wrapping = EncodedStreamObject()
    wrapping._data = stream._data
    wrapping[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters[:-1])
    return wrapping.get_data()


def _filters(stream: StreamObject) -> list[str]:
    names = stream.get("/Filter", stream.get("/F"))
    names = names.get_object() if names is not None else None
    if names is None:
        return []
    return [str(name.get_object()) for name in names] if isinstance(names, ArrayObject) else [str(names)]
