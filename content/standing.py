"""What of all that a page names may stand on it now: asked once for each page that is shown, for all of it together.

A picture, a file or a linked page must be readable by everybody who may read the page it stands on; what is not is left
out. Who may read what is not known here. An app that knows registers a Wagtail hook:

    @hooks.register("visible_references")
    def only_what_all_readers_may_read(wanted): ...

which gets a list of (instance, references) and returns, in the same order, those references that may be shown. Where
some pages are read elsewhere than where they stand, one says for those of the linked pages under which path the readers
of this instance find them, None where they do not:

    @hooks.register("paths_elsewhere")
    def paths_elsewhere(instance, pages): ...
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Page

from content.addresses import path_of
from content.known import is_elsewhere
from content.references import DOCUMENT, OWNED, PAGE, Reference, references_of
from content.tree import is_read_in_place

Wanted = list[tuple[Model, frozenset[Reference]]]
# Under this name an instance carries what was found out for it.
KEPT_AS = "_standing"


@dataclass
class Standing:
    """What may stand on one page, in the language in which it is being shown.

    allowed: the references that may be shown; pages: the linked pages and their versions in that language, by id;
    addresses: where links lead, filled when the first of them is written.
    """

    language: str | None
    allowed: frozenset[Reference]
    pages: dict[int, Page]
    addresses: dict[Reference, str] | None = field(default=None)


def allow_references(instances: Sequence[Model], *, fields: Iterable[str] | None = None) -> None:
    """Find out for several pages or records at once what may stand on each; for lists, before their template runs.

    Arguments: fields, the names of the fields that the list shows, such as the one picture of each row, so that bodies
    are not read for it; all when not given. What other fields name is then left out too.
    Costs one query for links, if there are any, and what the hooks cost; the same for one and for a hundred.
    """
    language = get_language()
    named = [references_of(instance, only=OWNED, fields=fields) for instance in instances]
    linked = _linked_pages({one.pk for references in named for one in references if one.model == PAGE}, language)
    pairs = zip(instances, named, strict=True)
    wanted = [(instance, _with_versions(references, linked)) for instance, references in pairs]
    for (instance, _references), allowed in zip(wanted, visible_references(wanted), strict=True):
        setattr(instance, KEPT_AS, Standing(language, allowed, linked))


def allowed_references(instance: Model) -> frozenset[Reference]:
    """What may stand on this page or record; worked out once for each instance and language."""
    return _standing(instance).allowed


def may_stand_on(thing: Model | None, instance: Model | None) -> bool:
    """Whether this picture, file or page may be shown on that page; never on a page that does not name it."""
    if not isinstance(thing, Model) or not isinstance(instance, Model):
        return False
    return Reference.to(type(thing), thing.pk) in allowed_references(instance)


def address_of(reference: Reference | None, instance: Model) -> str | None:
    """Where a link on this page leads, None when it may not stand there.

    A link to a page leads to its version in the language being shown where that is published, else to the page itself.
    Costs one query for all links to files of the page, and what Wagtail needs for pages that do not know theirs.
    """
    standing = _standing(instance)
    if standing.addresses is None:
        standing.addresses = _page_addresses(standing, instance) | _file_addresses(standing)
    return standing.addresses.get(reference) if reference else None


def _standing(instance: Model) -> Standing:
    known = getattr(instance, KEPT_AS, None)
    if known is None or known.language != get_language():
        allow_references([instance])
    return getattr(instance, KEPT_AS)


def _linked_pages(ids: set[int | str], language: str | None) -> dict[int, Page]:
    """The linked pages, and their published versions in this language; of what is read elsewhere all: whether they are
    read is not said by their pages."""
    if not ids:
        return {}
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    shown = Q(live=True) | is_elsewhere()
    here = Q(pk__in=ids) | Q(shown, translation_key__in=keys, locale__language_code=language)
    return {page.pk: page for page in Page.objects.filter(here).select_related("locale")}


def _with_versions(references: frozenset[Reference], linked: dict[int, Page]) -> frozenset[Reference]:
    keys = {linked[one.pk].translation_key for one in references if one.model == PAGE and one.pk in linked}
    return references | {Reference(PAGE, page.pk) for page in linked.values() if page.translation_key in keys}


def visible_references(wanted: Wanted) -> list[frozenset[Reference]]:
    """For each instance those of the references asked about that may be shown on it now, in the same order."""
    answers = [references for _instance, references in wanted]
    if any(answers):
        for hook in hooks.get_hooks("visible_references"):
            answers = [answer & frozenset(more) for answer, more in zip(answers, hook(wanted), strict=True)]
    return answers


# -- Where links lead ----------------------------------------------------------------------------------------------


def _page_addresses(standing: Standing, instance: Model) -> dict[Reference, str]:
    shown = [page for page in standing.pages.values() if page.live or not is_read_in_place(page)]
    allowed = [page for page in shown if Reference(PAGE, page.pk) in standing.allowed]
    here = {page.translation_key: page for page in allowed if page.locale.language_code == standing.language}
    chosen = {page.pk: here.get(page.translation_key, page) for page in allowed}
    addresses = _addresses(instance, set(chosen.values()))
    leads = {Reference(PAGE, pk): addresses[page.pk] for pk, page in chosen.items()}
    return {reference: address for reference, address in leads.items() if address}


def _addresses(instance: Model, pages: set[Page]) -> dict[int, str | None]:
    known: dict[int, str | None] = {}
    for hook in hooks.get_hooks("paths_elsewhere"):
        known |= hook(instance, pages)
    pages = {page for page in pages if page.pk not in known}
    known |= {page.pk: path_of(page, page.locale.language_code) for page in pages}
    asked = [page.pk for page in pages if known[page.pk] is None]
    if asked:
        # In the place of a request: Wagtail keeps on it what it finds out about the site, here for all together.
        carrier: Any = SimpleNamespace(_wagtail_site=None)
        found = Page.objects.filter(pk__in=asked).defer_streamfields().specific()
        known |= {page.pk: page.get_url(request=carrier) for page in found}
    return known


def _file_addresses(standing: Standing) -> dict[Reference, str]:
    ids = [one.pk for one in standing.allowed if one.model == DOCUMENT]
    if not ids:
        return {}
    files = get_document_model().objects.filter(pk__in=ids).defer("text")
    return {Reference(DOCUMENT, file.pk): file.url for file in files}
