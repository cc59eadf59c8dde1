"""Which pictures and documents somebody works on."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Collection

from organisations import roles, rules
from organisations.permissions.belonging import Person, organisations_of


def own_collections(person: Person) -> QuerySet[Collection]:
    """The collections of the organisations in which this person writes, edits or coordinates."""
    mine = organisations_of(person, *roles.WRITING)
    return Collection.objects.filter(access__owner__in=mine)


def own_files(person: Person, files: QuerySet) -> QuerySet:
    """Those of these pictures or documents that stand in the person's own collections."""
    return files.filter(Exists(own_collections(person).filter(pk=OuterRef("collection_id"))))


def fillable_collections(person: Person) -> QuerySet[Collection]:
    """The collections of which this person may put files in, change and take out: all of the organisations for which
    they publish, and of those for which they write the ones that nobody but the organisation's own people reads. What
    stands in any other is published."""
    mine = organisations_of(person, *roles.WRITING).values_list("pk", flat=True)
    within = [rules.key_of(rules.rule_of([[rules.organisation_principal(pk)]])) for pk in mine]
    published = organisations_of(person, *roles.PUBLISHING)
    return own_collections(person).filter(Q(access__owner__in=published) | Q(access__policy__key__in=within))


def changeable_files(person: Person, files: QuerySet) -> QuerySet:
    """Those of these pictures or documents that this person may change, replace and delete."""
    return files.filter(Exists(fillable_collections(person).filter(pk=OuterRef("collection_id"))))


def publishable_files(person: Person, files: QuerySet) -> QuerySet:
    """Those of these pictures or documents of which this person may say who reads them: files of the organisations for
    which they publish."""
    return files.filter(collection__access__owner__in=organisations_of(person, *roles.PUBLISHING))


def settable_collections(person: Person) -> QuerySet[Collection]:
    """The collections of which this person may say who reads what is in them: those of organisations in which they edit
    or coordinate, but for those that were made for the readers of certain pages."""
    mine = organisations_of(person, *roles.PUBLISHING)
    return Collection.objects.filter(access__owner__in=mine, access__made_for__isnull=True)


def may_set_files_audience(person: Person, collection: Collection) -> bool:
    return settable_collections(person).filter(pk=collection.pk).exists()
