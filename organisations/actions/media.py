"""How pictures and files follow the pages they stand on: readable by the readers of those pages and by no others."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, Page

from content.models import NetworkDocument, NetworkImage
from content.references import Reference, references_of
from content.tree import is_read_in_place
from organisations import rules
from organisations.access import intern_policy
from organisations.models import AccessPolicy, CollectionAccess, Organisation, PageAccess
from organisations.references import FILES


@transaction.atomic
def settle_files(pages: Iterable[int]) -> None:
    """Put the pictures and files that stand on these pages where exactly their readers may read them.

    Arguments: pages, ids of pages whose content, audience or publication changed.
    Each file goes where exactly those may read it who may read one of the published pages that show it; one that no
    published page shows goes back to the organisation's own files, unless everybody may read it and the pages are other
    organisations'. Pages that nobody reads where they stand show nothing: what is made of them has copies of its own. A
    file that somebody may read no longer gets a new name. Files that no organisation owns stay where they are.
    """
    changed = Page.objects.filter(pk__in=list(pages)).specific()
    named = {one for page in changed for one in references_of(page, only=frozenset(FILES))}
    for owner, files in _by_owner(named).items():
        if not _owns_any(owner, changed):
            # What its owner gave to everybody is not taken back because others show it.
            files = {one: file for one, file in files.items() if file.collection.access.policy.rule}
        wanted = _wanted_rules(owner, frozenset(files)) if files else {}
        for reference, file in files.items():
            _settle(file, owner, wanted.get(reference, []))


@transaction.atomic
def settle_shown_files(collection: Collection) -> None:
    """Move those pictures and files out of a collection that published pages show to other readers than it has now.
    What no published page shows stays."""
    owner = collection.access.owner
    for label, model in FILES.items():
        files = {Reference(label, file.pk): file for file in _files_in(collection, model)}
        for reference, readers in _wanted_rules(owner, frozenset(files)).items():
            _settle(files[reference], owner, readers)


@transaction.atomic
def rename_files(collection: Collection) -> None:
    """Give all that is in a collection new addresses, because somebody who has the old ones may read it no longer."""
    for model in FILES.values():
        for file in _files_in(collection, model):
            file.rename()
            file.save()


def _files_in(collection: Collection, model: type[NetworkImage | NetworkDocument]) -> QuerySet:
    files: QuerySet = model._default_manager.filter(collection=collection)
    return files.select_related("collection__access__owner", "collection__access__policy")


def _by_owner(references: set[Reference]) -> dict[Organisation, dict[Reference, NetworkImage | NetworkDocument]]:
    """The named files that stand in a collection of an organisation, by that organisation."""
    found: dict[Organisation, dict[Reference, NetworkImage | NetworkDocument]] = {}
    for label, model in FILES.items():
        ids = [one.pk for one in references if one.model == label]
        if not ids:
            continue
        files: QuerySet = model.objects.filter(pk__in=ids, collection__access__owner__isnull=False)
        for file in files.select_related("collection__access__owner", "collection__access__policy"):
            found.setdefault(file.collection.access.owner, {})[Reference(label, file.pk)] = file
    return found


def _wanted_rules(owner: Organisation, files: frozenset[Reference]) -> dict[Reference, list[rules.Rule]]:
    """The rules of the published pages that show each of these files. Pages are read themselves, never an index."""
    wanted: dict[Reference, list[rules.Rule]] = {}
    rows = PageAccess.objects.filter(published=True).select_related("policy")
    showing = {access.page_id: rules.rule_of(access.policy.rule) for access in _of_owner(rows, owner)}
    for page in Page.objects.filter(pk__in=list(showing)).specific():
        if not is_read_in_place(page):
            continue
        for one in references_of(page, only=frozenset(FILES)) & files:
            wanted.setdefault(one, []).append(showing[page.pk])
    return wanted


def _owns_any(owner: Organisation, pages: Iterable[Page]) -> bool:
    from organisations.permissions import owned_pages

    own = owned_pages(Organisation.objects.filter(pk=owner.pk))
    return own.filter(pk__in=[page.pk for page in pages]).exists()


def _of_owner(rows: QuerySet[PageAccess], owner: Organisation) -> QuerySet[PageAccess]:
    from organisations.permissions import owned_pages

    return rows.filter(page__in=owned_pages(Organisation.objects.filter(pk=owner.pk)))


def _settle(file: NetworkImage | NetworkDocument, owner: Organisation, readers: list[rules.Rule]) -> None:
    present = rules.rule_of(file.collection.access.policy.rule)
    wanted = rules.either(readers) if readers else rules.rule_of([[rules.organisation_principal(owner.pk)]])
    if wanted == present:
        return
    file.collection = collection_for(owner, wanted)
    if not rules.at_least_as_narrow(present, wanted):
        file.rename()
    file.save()


def collection_for(owner: Organisation, rule: rules.Rule) -> Collection:
    """The collection of an organisation whose files have exactly these readers; it is made where there is none.

    Besides the three of every workspace these are for circles, for several owners, and for areas with two audiences.
    """
    policy = intern_policy(rule)
    place = _with_just_these(owner, policy)
    if place is None:
        # Whoever else makes it at this moment is waited for.
        Organisation.objects.select_for_update().get(pk=owner.pk)
        place = _with_just_these(owner, policy)
    return place or _new_collection(owner, policy)


def _with_just_these(owner: Organisation, policy: AccessPolicy) -> Collection | None:
    return Collection.objects.filter(access__owner=owner, access__policy=policy).order_by("path").first()


def _new_collection(owner: Organisation, policy: AccessPolicy) -> Collection:
    # Below the public files, because there the people of the workspace have their rights.
    place = Collection.objects.get(pk=owner.public_files_id).add_child(name=f"{owner.name} – audience {policy.pk}")
    CollectionAccess.objects.filter(pk=place.pk).update(policy=policy, made_for=policy)
    return Collection.objects.get(pk=place.pk)
