"""How an organisation leaves the network: its people are out at once, what it owned with others passes to those, and
the rest is deleted or stays with the secretariat."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page

from accounts.models import User
from content.erasing import erase_traces
from content.models import NetworkDocument, NetworkImage
from content.references import Reference, references_of
from content.tree import at_or_below
from organisations.access import recompute_access, recompute_collections
from organisations.actions.co_owners import without_readers
from organisations.actions.deletion import as_narrow_as_before
from organisations.actions.media import settle_files
from organisations.actions.people import end_appointment, end_membership
from organisations.actions.workspaces import set_state, translate_workspace
from organisations.audit import record
from organisations.groups import sync_rights
from organisations.models import Appointment, CoOwner, Membership, Organisation, WithdrawnPage
from organisations.references import FILES


class Rest(models.TextChoices):
    """What becomes of what an organisation owned alone."""

    KEPT = "kept", gettext_lazy("It stays where it is, and the secretariat looks after it")
    DELETED = "deleted", gettext_lazy("It is deleted: pages, pictures and files")


@transaction.atomic
def leave_network(organisation: Organisation, *, by: User, rest: Rest) -> Organisation:
    """End everything that an organisation may do, pass on what it owned with others, and delete or keep the rest.

    A page that it owned together moves, with all that stands below it and its pictures and files, into the workspace of
    the owner who agreed first; whoever could not read it then cannot now. Entries and votes of the directory stay; its
    vetters' votes that have not decided anything count no more.
    Raises ValidationError when it has left already.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.state == Organisation.State.LEFT:
        raise ValidationError(_("This organisation has left already."))
    for page in pages_that_pass(locked):
        _pass_on(page, locked, by=by)
    _leave_pages_of_others(locked, by=by)
    for membership in Membership.objects.current().filter(organisation=locked):
        end_membership(membership, by=by)
    for appointment in Appointment.objects.filter(organisation=locked):
        end_appointment(appointment, by=by)
    record("organisation.left", by=by, organisation=locked, about=locked, rest=str(rest.value))
    set_state(locked, Organisation.State.LEFT)
    if rest == Rest.DELETED:
        _delete_rest(locked, by=by)
    _hand_over(locked)
    erase_traces()
    return Organisation.objects.get(pk=locked.pk)


def pages_that_pass(organisation: Organisation) -> list[Page]:
    """The pages of this organisation's workspaces that others agreed to own too, none below another, in the order of
    the tree."""
    others = _agreed_by_others(organisation).values("page_id")
    found: list[Page] = []
    for page in Page.objects.filter(access__owner=organisation, pk__in=others).order_by("path"):
        if not found or not page.path.startswith(found[-1].path):
            found.append(page)
    return found


def next_owner(page: Page, organisation: Organisation) -> Organisation:
    """Who gets this page: of those that agreed to own it together the first, one that is suspended only where there is
    no other. Its people get nothing by it before they are let in again."""
    rows = _agreed_by_others(organisation).filter(page=page).order_by("agreed_at", "pk")
    return min((row.organisation for row in rows), key=lambda owner: not owner.is_active)


def _agreed_by_others(organisation: Organisation) -> QuerySet[CoOwner]:
    rows = CoOwner.objects.filter(agreed_at__isnull=False).exclude(organisation__state=Organisation.State.LEFT)
    return rows.exclude(organisation=organisation).select_related("organisation")


def _pass_on(page: Page, organisation: Organisation, *, by: User) -> None:
    """Move a page to its next owner, with its files; its readers become no others than they were."""
    from wagtail.actions.move_page import MovePageAction

    owner = next_owner(page, organisation)
    below = Page.objects.filter(path__startswith=page.path)
    ids = list(below.values_list("pk", flat=True))
    without_readers(ids, organisation)
    workspace = translate_workspace(owner, page.locale, by=by)
    with as_narrow_as_before(Page.objects.filter(pk__in=ids)):
        fresh = Page.objects.get(pk=page.pk).specific
        _give_free_slug(fresh, workspace)
        there = Page.objects.get(pk=workspace.pk)
        MovePageAction(fresh, there, pos="last-child", user=by).execute(skip_permission_checks=True)
    CoOwner.objects.filter(page__in=ids, organisation__in=[owner, organisation]).delete()
    _pass_files_on(ids, organisation, owner)
    sync_rights(owner)
    recompute_access([Page.objects.get(pk=page.pk).path])
    settle_files(ids)
    record("page.passed_on", by=by, organisation=owner, about=page, before=str(organisation.uuid))
    for hook in hooks.get_hooks("page_passed_on"):
        hook(Page.objects.get(pk=page.pk).specific, owner)


def _give_free_slug(page: Page, place: Page) -> None:
    wanted, number = page.slug, 2
    while not Page._slug_is_available(page.slug, place, page=page):
        page.slug, number = f"{wanted}-{number}", number + 1
    if page.slug != wanted:
        page.save(clean=False)


def _pass_files_on(pages: list[int], organisation: Organisation, owner: Organisation) -> None:
    """Give the next owner the pictures and files that these pages name, as they are and in their newest drafts."""
    named: set[Reference] = set()
    for page in Page.objects.filter(pk__in=pages).specific():
        drafts = [page.latest_revision.as_object()] if page.latest_revision else []
        for version in (page, *drafts):
            named |= references_of(version, only=frozenset(FILES))
    for label, model in FILES.items():
        ids = [one.pk for one in named if one.model == label]
        for file in model.objects.filter(pk__in=ids, collection__access__owner=organisation):
            file.collection = owner.own_files
            file.save()


def _leave_pages_of_others(organisation: Organisation, *, by: User) -> None:
    """End owning other organisations' pages together, and take back what was only asked."""
    rows = CoOwner.objects.filter(organisation=organisation)
    pages = list(Page.objects.filter(co_owners__in=rows))
    for page in pages:
        ids = list(Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True))
        without_readers(ids, organisation)
    rows.delete()
    sync_rights(organisation)
    for page in pages:
        recompute_access([page.path])
        record("page.co_owner_ended", by=by, organisation=organisation, about=page)


def _delete_rest(organisation: Organisation, *, by: User) -> None:
    from wagtail.actions.delete_page import DeletePageAction

    own = Page.objects.filter(access__owner=organisation)
    WithdrawnPage.objects.filter(page__in=own.values("pk")).delete()
    CoOwner.objects.filter(page__in=own.values("pk")).delete()
    for workspace in list(organisation.workspaces.all()):
        page = Page.objects.filter(pk=workspace.pk).first()
        if page is not None:
            DeletePageAction(page.specific, user=by).execute(skip_permission_checks=True)
    for model in (NetworkImage, NetworkDocument):
        for file in model.objects.filter(collection__access__owner=organisation):
            file.delete()


def _hand_over(organisation: Organisation) -> None:
    """What is left of its pages and collections is nobody's but the network's: see organisations.access."""
    recompute_access(organisation.workspaces.values_list("path", flat=True))
    collections = [organisation.public_files, organisation.members_files, organisation.own_files]
    recompute_collections([collection.path for collection in collections if collection])


def own_pages(organisation: Organisation) -> QuerySet[Page]:
    """All pages in the workspaces of this organisation, in the order of the tree."""
    return Page.objects.filter(at_or_below(organisation.workspaces.values_list("path", flat=True))).order_by("path")
