"""What editors do to the pictures and documents of their organisation: bring in, change, delete, say who reads them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from accounts.models import User
from content.models import NetworkDocument, NetworkImage
from content.page_cache import forget_kept_pages
from organisations import rules
from organisations.audit import record
from organisations.models import Organisation
from organisations.permissions import publishable_files
from organisations.usage import decided_with, pages_showing, published_with
from organisations.widening import in_short

File = NetworkImage | NetworkDocument


@transaction.atomic
def add_file(file: File, *, by: User, tags: Sequence[str] = ()) -> None:
    """Keep a new picture or document in its collection. Who may fill that is asked before.

    Raises ValidationError when its bytes are refused.
    """
    file.uploaded_by_user = by
    file.save()
    file.tags.set(tags)
    note_added(file, by=by)


def note_added(file: File, *, by: User) -> None:
    """Write down that a new picture or document was kept, and for whom."""
    record("file.added", by=by, organisation=_owner(file), about=file, readers=rules.key_of(readers_of(file)))


@transaction.atomic
def change_file(file: File, *, by: User, tags: Sequence[str], is_replaced: bool) -> None:
    """Keep what was changed of a picture or document, its bytes too where they were replaced.

    Who may is asked before. Raises ValidationError for a file on a published page, when they do not publish.
    """
    refuse_over_heads_of_editors(file, by=by)
    if is_replaced and isinstance(file, NetworkImage):
        # It was chosen in the picture that was there.
        file.focal_point_x = file.focal_point_y = file.focal_point_width = file.focal_point_height = None
    file.save()
    file.tags.set(tags)
    forget_kept_pages()
    record("file.changed", by=by, organisation=_owner(file), about=file, replaced=is_replaced)


@transaction.atomic
def delete_file(file: File, *, by: User, seen: str) -> None:
    """Delete a picture or document with all its sizes; pages that show it leave it out from then on.

    Arguments: seen, as `seen_on` named the pages that show it when it was asked about.
    Who may is asked before. Raises ValidationError when other pages show it by now, or a published one does and they do
    not publish.
    """
    pages = pages_showing(file, by)
    if seen != seen_on(pages):
        raise ValidationError(_("Something changed meanwhile. Read again where it is used, and confirm it then."))
    refuse_over_heads_of_editors(file, by=by, pages=pages)
    record("file.deleted", by=by, organisation=_owner(file), about=file, pages=len(pages))
    file.forget_file(str(file.file.name))
    file.delete()
    forget_kept_pages()


@transaction.atomic
def set_file_readers(file: File, place: Collection, *, by: User, seen: str, sure: bool) -> None:
    """Put a picture or document that no published page shows where others read it, or fewer.

    Arguments: place, one of its owner's three collections; seen, what `readers_in_question` was when it was asked
    about; sure, whether wider readers were agreed to.
    What somebody may read no longer gets a new name. Who may is asked before.
    Raises ValidationError when a published page shows it, it means something else by now, or widens without a yes.
    """
    before, after = readers_of(file), rules.rule_of(place.access.policy.rule)
    if published_with(file, pages_showing(file, by)):
        raise ValidationError(_("It stands on a published page, and whoever reads that page may read it."))
    if seen != readers_in_question(file):
        raise ValidationError(_("Something changed meanwhile. Read again who may read it, and choose then."))
    if not rules.at_least_as_narrow(after, before) and not sure:
        raise ValidationError(_("More people could read it then. Say that you want that, or choose another answer."))
    if after == before:
        return
    file.collection = place
    if not rules.at_least_as_narrow(before, after):
        file.rename()
    file.save()
    forget_kept_pages()
    keys = {"before": rules.key_of(before), "after": rules.key_of(after)}
    record("file.readers_set", by=by, organisation=_owner(file), about=file, **keys)


def refuse_over_heads_of_editors(file: File, *, by: User, pages: Sequence[Page] | None = None) -> None:
    """Raises ValidationError when an editor published this file with a page, of whatever kind, and the person does not
    publish for its owner."""
    if publishable_files(by, type(file).objects.filter(pk=file.pk)).exists():
        return
    if decided_with(file, pages_showing(file, by) if pages is None else pages):
        raise ValidationError(_("It stands on a published page, so only an editor or coordinator may change it."))


def readers_of(file: File) -> rules.Rule:
    """The rule of those who may read this file."""
    return rules.rule_of(file.collection.access.policy.rule)


def readers_in_question(file: File) -> str:
    """What stands for those who read this file, and who would in each of its owner's three collections, when somebody
    is asked about them: an audience of a collection may change while they choose."""
    owner = _owner(file)
    ids = [owner.own_files_id, owner.members_files_id, owner.public_files_id] if owner else []
    places = Collection.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "access__policy__key")
    return in_short(rules.key_of(readers_of(file)), list(places))


def seen_on(pages: Sequence[Page]) -> str:
    """What stands for these pages when somebody is asked about them."""
    return "-".join(str(pk) for pk in sorted(page.pk for page in pages))


def _owner(file: File) -> Organisation | None:
    return file.collection.access.owner
