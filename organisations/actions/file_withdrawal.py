"""How a picture or a document is withdrawn for safety: its bytes at every size, its words, and what repeats them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet
from modelsearch.index import remove_object
from wagtail.models import ModelLogEntry, Page, Revision

from accounts.models import User
from content.erasing import erase_traces
from content.known import is_elsewhere
from content.models import NetworkDocument, NetworkImage
from content.references import Reference, references_of
from content.same_words import Words
from organisations.actions.older_versions import forget_older_versions
from organisations.audit import record
from organisations.models import Organisation, WithdrawnFile
from organisations.permissions import owned_pages, public_pages, withdrawable_files
from organisations.references import FILES
from organisations.remains import Copies, Remains, places_with

File = NetworkImage | NetworkDocument


@transaction.atomic
def withdraw_file(file: File, *, by: User | None, reason: str, language: str) -> Remains:
    """Take a picture or a document away everywhere: its bytes and those of all its sizes, its title, description and
    text, in search and in kept pages too. Pages that show it leave it out; older versions of its owner's pages that
    named it, or said a line of it, are deleted.

    What stays is the log with the digest of what was there, and of a document its address, which says why.
    Arguments: reason, for readers; language, the code of the language in which it is written.
    Returns where it is still named or said. Raises DoesNotExist when somebody else withdrew it meanwhile.
    """
    locked = type(file)._default_manager.select_for_update().get(pk=file.pk)
    owners = Organisation.objects.filter(owned_collections=locked.collection_id)
    words, copies, reference = words_of_file(locked), _copies_of(locked), Reference.to(type(locked), locked.pk)

    def says(page: Page, content: dict[str, Any]) -> bool:
        return words.stand_in(content) or reference in _files_named(page, content)

    pages = forget_older_versions(Page.objects.filter(pk__in=owned_pages(owners).values("pk")), says)
    take_away(locked, by=by, reason=reason, language=language)
    erase_traces()
    return Remains(pages, places_with(owners, words=words, copies=copies, by=by))


def take_away(file: File, *, by: User | None, reason: str, language: str) -> None:
    """Delete this file with everything that is kept of it, in the transaction of the caller, who looks for what repeats
    it and erases traces. The bytes go after the commit."""
    access = file.collection.access
    digest = _digest(file.file.storage, str(file.file.name))
    record("file.withdrawn_for_safety", by=by, organisation=access.owner, about=file, digest=digest)
    if isinstance(file, NetworkDocument):
        said = {"reason": reason, "reason_language": language, "digest": digest}
        WithdrawnFile.objects.create(token=file.token, policy=access.policy, **said)
    _delete_bytes(file.file.storage, list(_stored_names(file)))
    kind = ContentType.objects.get_for_model(file)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(file.pk)).delete()
    remove_object(file)
    file.delete()


def words_of_file(file: File) -> Words:
    """What this file says: its title, its description, and the text of a document."""
    texts = (file.title, getattr(file, "description", ""), getattr(file, "text", ""))
    return Words(line.strip() for text in texts for line in text.splitlines())


def _stored_names(file: File) -> Iterator[str]:
    yield str(file.file.name)
    if isinstance(file, NetworkImage):
        yield from file.renditions.values_list("file", flat=True)


def _copies_of(file: File) -> Copies:
    """The size and digest of each file that this one is stored as."""
    storage = file.file.storage
    names = [name for name in _stored_names(file) if storage.exists(name)]
    return frozenset((storage.size(name), _digest(storage, name)) for name in names)


def _digest(storage: Storage, name: str) -> str:
    if not storage.exists(name):  # that it is gone from the disk must not keep anything from being withdrawn
        return ""
    with storage.open(name, "rb") as stored:
        return sha256(stored.read()).hexdigest()


def _delete_bytes(storage: Storage, names: list[str]) -> None:
    for name in names:
        transaction.on_commit(lambda name=name: storage.delete(name), robust=True)  # type: ignore[misc]  # a default binds the name


# -- Where a file is named -----------------------------------------------------------------------------------------


def files_only_on(pages: QuerySet[Page], *, by: User | None) -> list[File]:
    """The pictures and documents that versions of these pages name, of the organisations that own them, and that no
    other page of theirs names, published or as its newest draft, and none that everybody reads. What others keep to
    themselves is not asked: that a file stays would tell of it. Pages are read, since an index may be late.

    Arguments: by, who withdraws the pages: of all these only what they may withdraw, all where nobody is named.
    """
    own = list(Page.objects.filter(pk__in=pages.values("pk")).specific())
    named = {one for page in own for one in _named_ever(page)}
    owners = {access for access in pages.values_list("access__owner", flat=True) if access}
    if named:
        others = Page.objects.exclude(pk__in=[page.pk for page in own])
        theirs = owned_pages(Organisation.objects.filter(pk__in=owners)).values("pk")
        for page in others.filter(pk__in=theirs).specific().iterator():
            named -= _named_now(page)
        # What is read elsewhere has copies there, and stands here before it is released.
        public = others.filter(pk__in=public_pages().values("pk")).exclude(is_elsewhere()).exclude(pk__in=theirs)
        for page in public.specific().iterator():
            named -= _of(page)
    return list(_rows(named, owners, by))


def _rows(named: Iterable[Reference], owners: set[int], by: User | None) -> Iterator[File]:
    for label, model in FILES.items():
        ids = [one.pk for one in named if one.model == label]
        files = model.objects.filter(pk__in=ids, collection__access__owner__in=owners)
        if by is not None:
            files = files.filter(pk__in=withdrawable_files(by, model.objects.all()).values("pk"))
        yield from files.select_for_update()


def _named_ever(page: Page) -> frozenset[Reference]:
    versions = (_files_named(page, each.content) for each in Revision.objects.for_instance(page).iterator())
    return _of(page).union(*versions)


def _named_now(page: Page) -> frozenset[Reference]:
    draft = page.latest_revision
    return _of(page) | (_files_named(page, draft.content) if draft else frozenset())


def _files_named(page: Page, content: dict[str, Any]) -> frozenset[Reference]:
    return _of(page.specific.with_content_json(content))


def _of(page: Page) -> frozenset[Reference]:
    return references_of(page, only=frozenset(FILES))
