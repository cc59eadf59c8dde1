"""How pictures and files follow the pages they stand on: as widely readable as those pages need, and no wider."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, Page

from content.models import NetworkDocument, NetworkImage
from content.references import Reference, references_of
from organisations import rules
from organisations.models import CollectionAccess, Organisation, PageAccess
from organisations.references import FILES

OWN_COLUMNS = ("own_files_id", "members_files_id", "public_files_id")


@transaction.atomic
def settle_files(pages: Iterable[int]) -> None:
    """Put the pictures and files that stand on these pages where exactly their readers may read them.

    Arguments: pages, ids of pages whose content, audience or publication changed.
    Of an organisation's own three collections each file goes into the narrowest that all readers of all published
    pages which show it may read; one that no published page shows goes back to the organisation's own. A file moved to
    a narrower place gets a new name. Files of others stay where they are.
    """
    changed = Page.objects.filter(pk__in=list(pages)).specific()
    named = {one for page in changed for one in references_of(page, only=frozenset(FILES))}
    for owner, files in _by_owner(named).items():
        wanted = _wanted_rules(owner, frozenset(files))
        for reference, file in files.items():
            _settle(file, owner, wanted.get(reference, []))


def _by_owner(references: set[Reference]) -> dict[Organisation, dict[Reference, NetworkImage | NetworkDocument]]:
    """The named files that stand in a collection of an organisation, by that organisation."""
    found: dict[Organisation, dict[Reference, NetworkImage | NetworkDocument]] = {}
    for label, model in FILES.items():
        ids = [one.pk for one in references if one.model == label]
        if not ids:
            continue
        files: QuerySet = model.objects.filter(pk__in=ids, collection__access__owner__isnull=False)
        for file in files.select_related("collection__access__owner"):
            found.setdefault(file.collection.access.owner, {})[Reference(label, file.pk)] = file
    return found


def _wanted_rules(owner: Organisation, files: frozenset[Reference]) -> dict[Reference, list[rules.Rule]]:
    """The rules of the published pages that show each of these files. Pages are read themselves, never an index."""
    wanted: dict[Reference, list[rules.Rule]] = {}
    rows = PageAccess.objects.filter(published=True).select_related("policy")
    showing = {access.page_id: rules.rule_of(access.policy.rule) for access in _of_owner(rows, owner)}
    for page in Page.objects.filter(pk__in=list(showing)).specific():
        for one in references_of(page, only=frozenset(FILES)) & files:
            wanted.setdefault(one, []).append(showing[page.pk])
    return wanted


def _of_owner(rows: QuerySet[PageAccess], owner: Organisation) -> QuerySet[PageAccess]:
    from organisations.permissions import owned_pages

    return rows.filter(page__in=owned_pages(Organisation.objects.filter(pk=owner.pk)))


def _settle(file: NetworkImage | NetworkDocument, owner: Organisation, readers: list[rules.Rule]) -> None:
    places = [getattr(owner, column) for column in OWN_COLUMNS]
    if file.collection_id not in places:
        return
    known = {
        access.collection_id: rules.rule_of(access.policy.rule)
        for access in CollectionAccess.objects.filter(collection__in=places).select_related("policy")
    }
    fitting = (place for place in places if all(rules.at_least_as_narrow(rule, known[place]) for rule in readers))
    target = next(fitting, file.collection_id)
    if target == file.collection_id:
        return
    narrower = places.index(target) < places.index(file.collection_id)
    file.collection = Collection.objects.get(pk=target)
    if narrower:
        file.rename()
    file.save()
