"""What becomes of the pictures and files that an edition had copies of, when it is withdrawn for safety."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from wagtail.models import Page

from accounts.models import User
from content.models import NetworkDocument, NetworkImage, NetworkRendition
from content.pictures import random_name
from content.references import DOCUMENT, IMAGE, Reference, references_of
from content.tree import is_read_in_place
from manuals.actions.remains import owners_of_edition, working_copy
from manuals.models import Edition, FrozenFile
from organisations.models import Organisation
from organisations.permissions import owned_pages

FILES = frozenset({DOCUMENT, IMAGE})
File = NetworkDocument | NetworkImage


def keep_originals_to_editors(edition: Edition, copies: list[FrozenFile], *, by: User | None) -> None:
    """Let nobody but the people of their organisation reach what these copies were made from, until a page that shows
    it is published again; what another published page shows stays where it is. No address that led to it does now.

    Nothing is written to the disk: that it is full must not keep anything from being withdrawn.
    """
    owners = owners_of_edition(edition, by=by)
    originals = list(_originals(owners, copies))
    shown = _shown_elsewhere(edition, owners, by=by) if originals else frozenset()
    for original in originals:
        if isinstance(original, NetworkImage):
            original.renditions.all().delete()
        if Reference.to(type(original), original.pk) not in shown:
            original.collection = original.collection.access.owner.own_files
            if isinstance(original, NetworkDocument):
                original.token = random_name()
            original.save()


def _originals(owners: QuerySet[Organisation], copies: list[FrozenFile]) -> Iterator[File]:
    """The pictures and files of these organisations with the same bytes, of a picture at the size that was copied."""
    wanted = {(copy.size, copy.digest) for copy in copies}
    sizes = {size for size, _digest in wanted}
    drawn = NetworkRendition.objects.filter(image__collection__access__owner__in=owners)
    images = {each.image_id for each in drawn.iterator() if _is_one_of(each.file, sizes, wanted)}
    yield from NetworkImage.objects.filter(pk__in=images).select_related("collection__access__owner__own_files")
    documents = NetworkDocument.objects.filter(file_size__in=sizes, collection__access__owner__in=owners)
    for document in documents.select_related("collection__access__owner__own_files"):
        if _is_one_of(document.file, sizes, wanted):
            yield document


def _is_one_of(file: FieldFile, sizes: set[int], wanted: set[tuple[int, str]]) -> bool:
    if not file.storage.exists(str(file.name)) or file.size not in sizes:
        return False
    with file.storage.open(str(file.name), "rb") as stored:
        return (file.size, sha256(stored.read()).hexdigest()) in wanted


def _shown_elsewhere(edition: Edition, owners: QuerySet[Organisation], *, by: User | None) -> frozenset[Reference]:
    """The pictures and files that published pages of the owners show to their readers, working copies left out."""
    others = owned_pages(owners).filter(access__published=True).exclude(pk__in=working_copy(edition, by=by))
    pages = Page.objects.filter(pk__in=others.values("pk")).specific()
    read = (page for page in pages if is_read_in_place(page))
    return frozenset(one for page in read for one in references_of(page, only=FILES))
