"""What of a page's readers somebody decides: its guests, and who is shown its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import Page

from organisations import roles
from organisations.models import (
    Circle,
    CircleMembership,
    Guest,
    Membership,
    Organisation,
    OrganisationPage,
    SharedDraft,
)
from organisations.permissions.belonging import Person, organisations_of
from organisations.permissions.pages import co_owners_of, organisation_pages
from organisations.permissions.reading import policies_asking_for_a_second_factor, readable_by

if TYPE_CHECKING:  # the models ask here who may approve, and a viewer is made from the models
    from organisations.viewer import Viewer


def known_organisations(person: Person, viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations whose names this person may be told: their own, and those of which they may read a page."""
    pages = readable_by(viewer, OrganisationPage.objects.all())
    return Organisation.objects.filter(
        Q(pk__in=organisations_of(person).values("pk")) | Q(pk__in=pages.values("organisation_id"))
    )


def known_circles(person: Person) -> QuerySet[Circle]:
    """The circles that this person belongs to now."""
    if not person.is_authenticated:
        return Circle.objects.none()
    return Circle.objects.filter(pk__in=CircleMembership.objects.current().filter(person_id=person.pk).values("circle"))


def invitable_organisations(person: Person, viewer: Viewer, page: Page) -> QuerySet[Organisation]:
    """The active organisations that could become guests of this page: those that the person may know and that do not
    own it."""
    known = known_organisations(person, viewer).filter(state=Organisation.State.ACTIVE)
    return known.exclude(owned_pages=page.pk).exclude(pk__in=co_owners_of(page))


def endable_guests(person: Person, page: Page) -> QuerySet[Guest]:
    """The guests of this page, in any of its languages, whose time has not ended, for those who may publish it; also
    those that do not count because whoever invited them publishes it no longer, which is said in `stands`."""
    if not organisation_pages(person, *roles.PUBLISHING).filter(pk=page.pk).exists():
        return Guest.objects.none()
    return Guest.objects.with_standing().current().filter(page__translation_key=page.translation_key)


def readable_drafts(person: Person, *, second_factor: bool) -> QuerySet[SharedDraft]:
    """The drafts that this person was sent and whose time has not ended, of pages of active organisations that whoever
    shared them still publishes. Whoever
    came with an organisation leaves with it, and the draft of a page for a circle that asks its readers for a second
    factor, or of one below such a page, takes one as well.

    Arguments: second_factor, whether the session that asks proved one.
    """
    if not person.is_authenticated or not person.is_active:
        return SharedDraft.objects.none()
    drafts = SharedDraft.objects.standing().filter(
        email=person.email.lower(), page__access__owner__state=Organisation.State.ACTIVE
    )
    if not second_factor:
        drafts = drafts.exclude(page__access__policy__in=policies_asking_for_a_second_factor())
    came_with_one = Membership.objects.filter(person_id=person.pk).exists()
    return drafts.none() if came_with_one and not organisations_of(person).exists() else drafts


def endable_drafts(person: Person, page: Page) -> QuerySet[SharedDraft]:
    """With whom the draft of this page is shared now, for those who may publish it; also where it is not shown because
    whoever shared it publishes the page no longer, which is said in `stands`."""
    if not organisation_pages(person, *roles.PUBLISHING).filter(pk=page.pk).exists():
        return SharedDraft.objects.none()
    return SharedDraft.objects.with_standing().current().filter(page_id=page.pk)
