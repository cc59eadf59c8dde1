"""Which pages somebody works on, alone or with other organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import Page

from content.known import Policies, is_elsewhere, with_known_title, with_what_is_known
from content.tree import at_or_below, path_and_above
from organisations import roles, rules
from organisations.models import AccessPolicy, CoOwner, Organisation, OrganisationPage, with_standing
from organisations.permissions.belonging import Person, has_network_role, organisations_of
from organisations.permissions.reading import readable_by, readable_policies

if TYPE_CHECKING:  # the models ask here who may approve, and a viewer is made from the models
    from organisations.viewer import Viewer


# -- Working on pages --------------------------------------------------------------------------------------------------


def owned_pages(organisations: QuerySet[Organisation]) -> QuerySet[Page]:
    """The pages that these organisations own, alone or with others: what stands in their workspaces, and the subtrees
    of pages of which they agreed to be co-owners."""
    shared = Page.objects.filter(
        pk__in=CoOwner.objects.filter(agreed_at__isnull=False, organisation__in=organisations).values("page_id")
    )
    return Page.objects.filter(Q(access__owner__in=organisations) | at_or_below(shared.values_list("path", flat=True)))


def organisation_pages(person: Person, *codes: str) -> QuerySet[Page]:
    """The pages of the organisations in which this person has one of these roles."""
    return owned_pages(organisations_of(person, *codes))


def network_pages(person: Person) -> QuerySet[Page]:
    """The network's own pages, front pages and those below them that stand in no workspace, for the secretariat, who
    may change and publish them; nobody else may."""
    if not has_network_role(person, roles.SECRETARIAT):
        return Page.objects.none()
    return Page.objects.filter(access__isnull=False, access__owner__isnull=True, depth__gt=1)


def editable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person may change: those of organisations in which they write, edit or coordinate, and for
    the secretariat the network's own."""
    return _open(either(organisation_pages(person, *roles.WRITING), network_pages(person)))


def publishable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person may publish: those of organisations in which they edit or coordinate, and for the
    secretariat the network's own."""
    return _open(_answered_for(person))


def explorable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person sees in the lists of what they work on: also those that were withdrawn for safety."""
    return either(organisation_pages(person, *roles.WRITING), network_pages(person))


def _answered_for(person: Person) -> QuerySet[Page]:
    return either(organisation_pages(person, *roles.PUBLISHING), network_pages(person))


def _open(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those of these pages on which something may be written: not while they are closed after a withdrawal."""
    return pages.exclude(withdrawal__closed=True)


def choosable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person may name in a page of theirs: those they may change, whatever their state, and of all
    others those that are published and public."""
    return either(editable_pages(person), public_pages())


def public_pages() -> QuerySet[Page]:
    """The pages that everybody may read: published, as all pages above them are, and restricted by nothing; each with
    its known title. One that is read elsewhere is among them while everybody may read something of it there: a
    working copy is nobody else's."""
    return _known_to(_of_everybody(), Page.objects.all(), with_known_title)


def as_everybody_knows(pages: QuerySet[Page]) -> QuerySet[Page]:
    """These pages, each with what everybody knows of it, which may be nothing."""
    return with_what_is_known(pages, _of_everybody())


def _of_everybody() -> QuerySet:
    return AccessPolicy.objects.filter(key=rules.key_of(rules.PUBLIC)).values("pk")


def known_pages(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those of these pages that this viewer may read, wherever they are read; each with what is known of it."""
    return _known_to(readable_policies(viewer), pages, with_what_is_known)


def _known_to(policies: Policies, pages: QuerySet[Page], told: Callable[..., QuerySet[Page]]) -> QuerySet[Page]:
    in_place = Q(live=True, depth__gt=1, access__published=True, access__policy__in=policies)
    return told(pages.filter(is_elsewhere() | in_place), policies).filter(known_as__isnull=False)


def known_title(page_id: int) -> str | None:
    """The title under which everybody knows the page with this id, None when not everybody may read it."""
    return public_pages().filter(pk=page_id).values_list("known_as", flat=True).first()


def either(some: QuerySet[Page], others: QuerySet[Page]) -> QuerySet[Page]:
    """The pages that are in one of the two, or in both."""
    return Page.objects.filter(Q(pk__in=some.values("pk")) | Q(pk__in=others.values("pk")))


def may_edit(person: Person, page: Page) -> bool:
    return editable_pages(person).filter(pk=page.pk).exists()


def may_choose_address(page: Page, person: Person | None) -> bool:
    """Whether this person may write the last part of the address of a page, and so find out which are taken beside it:
    whoever works on the page above, and of a page that is not saved yet whoever begins it there. The site itself, which
    is nobody, may."""
    parent = page.get_parent() if page.pk else None
    return person is None or parent is None or may_edit(person, parent)


def may_publish(person: Person, page: Page) -> bool:
    return publishable_pages(person).filter(pk=page.pk).exists()


def may_publish_all(person: Person, pages: Iterable[int]) -> bool:
    """Whether this person publishes each of these pages, withdrawn ones too. What is decided about a page may reach one
    that stands where they may not: a co-owner has what stands below the page that is shared, and not its languages
    elsewhere.

    Arguments: pages, ids.
    """
    return not Page.objects.filter(pk__in=list(pages)).exclude(pk__in=_answered_for(person).values("pk")).exists()


# -- Owning together ---------------------------------------------------------------------------------------------------


def answerable_invitations(person: Person) -> QuerySet[CoOwner]:
    """The invitations to own a page together that this person may answer, for organisations they edit or coordinate,
    where whoever asked publishes the page still."""
    asked = CoOwner.objects.filter(agreed_at__isnull=True, organisation__in=organisations_of(person, *roles.PUBLISHING))
    return with_standing(asked).filter(stands=True)


def endable_co_owners(person: Person, page: Page) -> QuerySet[CoOwner]:
    """The places among the owners of this page that this person may end: all of them for editors of the organisation
    in whose workspace it stands, for editors of a co-owner their own and those that nobody has agreed to yet."""
    if not may_publish(person, page):
        return CoOwner.objects.none()
    mine = organisations_of(person, *roles.PUBLISHING)
    rows = CoOwner.objects.filter(page_id=page.pk)
    if mine.filter(owned_pages=page.pk).exists():
        return rows
    return rows.filter(Q(organisation__in=mine) | Q(agreed_at__isnull=True))


def askable_organisations(viewer: Viewer, page: Page) -> QuerySet[Organisation]:
    """The active organisations that could be asked to own this page together: those that neither own it nor were
    asked, and of which the one who asks may read a page."""
    known = readable_by(viewer, OrganisationPage.objects.all())
    return (
        Organisation.objects.filter(state=Organisation.State.ACTIVE, pk__in=known.values("organisation_id"))
        .exclude(owned_pages=page.pk)
        .exclude(co_owned__page=page.pk)
        .exclude(pk__in=co_owners_of(page))
    )


def co_owners_of(page: Page) -> QuerySet:
    """The ids of the organisations that agreed to own this page, or one above it, besides that of its workspace."""
    above = CoOwner.objects.filter(page__path__in=path_and_above(page.path), agreed_at__isnull=False)
    return above.values("organisation_id")
