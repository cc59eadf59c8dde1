"""Every request that can be made outside the admin with one side's things."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation

from content.models import NetworkDocument, NetworkImage, NetworkRendition
from manuals.models import FrozenChapter, FrozenFile
from organisations.wall.walk import site_addresses
from tests.access.asking import Request
from tests.access.things import own_pages
from tests.access.world import Side

# Of whatever is sent, what each address reads: words are tried, never a planted one, which the answer would repeat.
QUERIES = {
    "search:results": {"q": ("a", "page"), "type": ("page", "campaign", "manual", "file"), "page": ("2",),
                       "language": ("en", "fr"), "editions": ("1",), "concern": ("x",)},
    "campaigns:index": {"state": ("running", "ended"), "page": ("2",)},
    "directory:list": {"q": ("a",), "page": ("2",), "country": ("KE",)},
    "directory:nominate": {"for": ("1",)},
    "directory:problem": {"told": ("1",)},
    "account_login": {"next": ("/admin/",)},
}  # fmt: skip
# In place of a route, in the keys of what no table of the wall knows.
SITE = "site"
NOT_ASKED = {
    "account_logout": "ends the session of whoever asks",
    "leave": "leads away from the site",
}


def site_requests(side: Side) -> Iterator[Request]:
    """GET of each address of each public name; what is sent besides is tried one by one."""
    for name in sorted({name for _route, name in site_addresses()} - set(NOT_ASKED)):
        for path, ids in dict(site_paths(name, side)).items():
            yield Request((SITE, name), "get", path, ids)
            for parameter, values in QUERIES.get(name, {}).items():
                for value in values:
                    yield Request((SITE, name), "get", path, ids, query=((parameter, value),))


def site_paths(name: str, side: Side) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each address of this name for this side's things, with what stands in it."""
    if name == "wagtail_serve":
        for page in own_pages(side):
            yield page.url, (page.url,)
        return
    for arguments in _arguments(name, side):
        with translation.override("en"):
            yield reverse(name, args=arguments), tuple(map(str, arguments))


def names_something(name: str) -> bool:
    """Whether addresses of this name are of something that one side has."""
    return name == "wagtail_serve" or name in _NAMED


def _arguments(name: str, side: Side) -> Iterator[list]:
    if name in _NAMED:
        yield from _NAMED[name](side)
    else:
        yield {
            "account_reset_password_from_key": ["1", "forged-link"],
            "invited": ["forged-link"],
            "mfa_edit_webauthn": [1],
            "mfa_remove_webauthn": [1],
            "no_such_page": ["anything"],
            "wagtailcore_authenticate_with_password": [1, 1],
        }.get(name, [])


def _manual(side: Side, *words: str) -> Iterator[list]:
    yield [side.things["manual"].slug, *words]


def _chapters(side: Side, *words: str) -> Iterator[list]:
    chapters = FrozenChapter.objects.filter(manual__edition__work__owner=side.organisation)
    for path in sorted(set(chapters.values_list("path", flat=True))):
        yield [side.things["manual"].slug, *words, path]


def _frozen_files(side: Side) -> Iterator[list]:
    for file in FrozenFile.objects.filter(chapters__manual__edition__work__owner=side.organisation).distinct():
        yield [file.name]


def _pictures(side: Side) -> Iterator[list]:
    own = NetworkImage.objects.filter(collection=side.organisation.own_files)
    for image in own:
        image.get_rendition("max-165x165")
        yield [image.file.name]
    for rendition in NetworkRendition.objects.filter(image__in=own):
        yield [rendition.file.name]


def _documents(side: Side) -> Iterator[list]:
    for document in NetworkDocument.objects.filter(collection=side.organisation.own_files):
        yield [document.token, document.filename]


def _entry(side: Side) -> Iterator[list]:
    for name in ("entry", "listed"):
        yield [side.things[name].slug]


_NAMED = {
    "campaigns:campaign": lambda side: [[side.things["campaign"].slug]],
    "campaigns:update": lambda side: [[side.things["campaign"].slug, side.things["update"].slug]],
    "manuals:manual": _manual,
    "manuals:chapter": _chapters,
    "manuals:edition": lambda side: [*_manual(side, "1.0"), *_manual(side, "1.1")],
    "manuals:edition_chapter": lambda side: [*_chapters(side, "1.0")],
    "manuals:changes": lambda side: _manual(side, "1.0", "1.1"),
    "manuals:chapter_changes": lambda side: _chapters(side, "1.0", "1.1"),
    "edition_file": _frozen_files,
    "media_file": _pictures,
    "document_file": _documents,
    "shared_draft": lambda side: [[each.token] for each in side.things["kept"].shared_drafts.all()],
    "directory:entry": _entry,
    "directory:contact_file": _entry,
    "directory:card": _entry,
    "directory:problem": _entry,
}
