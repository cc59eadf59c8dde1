"""What somebody may withdraw for safety."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import Page

from accounts.models import User
from content.known import is_elsewhere
from organisations import roles
from organisations.models import Organisation
from organisations.permissions.belonging import has_network_role, organisations_of
from organisations.permissions.pages import _answered_for
from organisations.permissions.reading import readable_by, readable_policies

if TYPE_CHECKING:  # the models ask here who may approve, and a viewer is made from the models
    from organisations.viewer import Viewer


def withdrawable_pages(person: User) -> QuerySet[Page]:
    """The pages that this person may withdraw for safety, or has to decide about since they are: those that they may
    publish, and for the secretariat every page that it may read. Front pages are none, and of a manual its editions are
    withdrawn instead."""
    return withdrawable_with_others(person).filter(depth__gt=2).exclude(is_elsewhere())


def withdrawable_with_others(person: User) -> QuerySet[Page]:
    """The pages that may go when this person withdraws one that they stand below or say in another language: what is
    kept from the secretariat stays, and what others own is theirs to withdraw."""
    return with_what_is_read(person, _answered_for(person))


def reopenable_pages(person: User) -> QuerySet[Page]:
    """The pages without words on which this person may let something else be written."""
    return _answered_for(person).filter(withdrawal__closed=True)


def searched_owners(person: User | None, owners: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Of the owners of something that is withdrawn for safety those in whose other pages the same lines are looked for.

    For editors that is their own organisation: a co-owner could write a guess, withdraw it and hear whether another
    organisation says the same. For the secretariat, and where nobody is named, it is all of them.
    """
    if person is None or has_network_role(person, roles.SECRETARIAT):
        return owners
    return owners.filter(pk__in=organisations_of(person, *roles.PUBLISHING).values("pk"))


def withdrawable_files(person: User, files: QuerySet) -> QuerySet:
    """Those of these pictures or documents that this person may withdraw for safety: those of organisations for which
    they publish, and for the secretariat those that it may read."""
    own = organisations_of(person, *roles.PUBLISHING).values("pk")
    return with_what_is_read(person, files.filter(collection__access__owner__in=own))


def withdrawn_known_to(viewer: Viewer, pages: QuerySet) -> QuerySet:
    """Those of these pages that are withdrawn for safety, and whose readers this viewer would belong to."""
    policies = readable_policies(viewer)
    return pages.filter(live=True, withdrawal__isnull=False, access__policy__in=policies)


def with_what_is_read(person: User, own: QuerySet) -> QuerySet:
    """These, and for the secretariat all of their kind that it may read; whoever enters the admin has proved a second
    factor."""
    from organisations.viewer import viewer_of

    if not has_network_role(person, roles.SECRETARIAT):
        return own
    kinds = own.model._default_manager.all()
    read = readable_by(viewer_of(person, second_factor=True), kinds)
    return kinds.filter(Q(pk__in=own.values("pk")) | Q(pk__in=read.values("pk")))
