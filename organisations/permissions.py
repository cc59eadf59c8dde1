"""Who may do what: each permission is a queryset of what somebody may do it to, and the yes or no is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Collection, Page

from accounts.models import User
from organisations import roles, rules
from organisations.models import (
    AccessPolicy,
    Appointment,
    AuditEntry,
    Circle,
    CoOwner,
    Invitation,
    Membership,
    Organisation,
    OrganisationPage,
)

if TYPE_CHECKING:  # the models ask here who may approve, and a viewer is made from the models
    from organisations.viewer import Viewer

Person = User | AnonymousUser


# -- Reading -------------------------------------------------------------------------------------------------------


def readable_policies(viewer: Viewer) -> list[int]:
    """The ids of the policies whose rule this viewer satisfies; each distinct policy is evaluated once.

    One query, and one for each request that changes nothing. What is remembered can only be too little: the rule of a
    policy never changes, and a policy made meanwhile is not in it.
    """
    known = viewer.known
    if known is not None and "policies" in known:
        return known["policies"]
    policies = [
        pk for pk, rule in AccessPolicy.objects.values_list("pk", "rule") if rules.satisfied(rule, viewer.principals)
    ]
    if known is not None:
        known["policies"] = policies
    return policies


def readable_by(viewer: Viewer, things: QuerySet) -> QuerySet:
    """Those of these pages, pictures, files or records that the viewer may read.

    Arguments: things, a queryset of pages of any type, of anything in a collection, or of records that have a
    foreign key `policy`.
    A thing without a row that says who may read it is readable by nobody.
    """
    policies = readable_policies(viewer)
    model = things.model
    if issubclass(model, Page):
        return things.filter(live=True, access__published=True, access__policy__in=policies)
    if any(field.name == "collection" for field in model._meta.get_fields()):
        return things.filter(collection__access__policy__in=policies)
    return things.filter(policy__in=policies)


# -- Belonging -----------------------------------------------------------------------------------------------------


def organisations_of(person: Person, *codes: str) -> QuerySet[Organisation]:
    """The active organisations in which this person has one of these roles now; any role when none is named."""
    if not person.is_authenticated or not person.is_active:
        return Organisation.objects.none()
    memberships = Membership.objects.current().filter(person_id=person.pk)
    if codes:
        memberships = memberships.filter(role__in=codes)
    return Organisation.objects.filter(state=Organisation.State.ACTIVE, pk__in=memberships.values("organisation_id"))


def has_network_role(person: Person, *codes: str) -> bool:
    """Whether this person is appointed to one of these network roles now. A superuser is no exception."""
    if not person.is_authenticated or not person.is_active:
        return False
    return Appointment.objects.current().filter(person_id=person.pk, role__in=codes).exists()


def roles_of(person: Person) -> frozenset[str]:
    """The codes of all roles that this person has now, in active organisations and in the network. Two queries."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    own = (
        Membership.objects.current()
        .filter(person_id=person.pk, organisation__state=Organisation.State.ACTIVE)
        .values_list("role", flat=True)
    )
    network = Appointment.objects.current().filter(person_id=person.pk).values_list("role", flat=True)
    return frozenset(own) | frozenset(network)


def may_enter_admin(person: Person) -> bool:
    """Whether one of the person's roles opens the editor's screens. Being a superuser does not."""
    held = roles_of(person)
    tables = (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)
    return any(role.enters_admin for role in tables if role.code in held)


# -- Working on pages ----------------------------------------------------------------------------------------------


def owned_pages(organisations: QuerySet[Organisation]) -> QuerySet[Page]:
    """The pages that these organisations own, alone or with others: what stands in their workspaces, and the subtrees
    of pages of which they agreed to be co-owners."""
    shared = Page.objects.filter(
        pk__in=CoOwner.objects.filter(agreed_at__isnull=False, organisation__in=organisations).values("page_id")
    )
    below = Q(pk__in=[])
    for path in shared.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Page.objects.filter(Q(access__owner__in=organisations) | below)


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
    return either(organisation_pages(person, *roles.WRITING), network_pages(person))


def publishable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person may publish: those of organisations in which they edit or coordinate, and for the
    secretariat the network's own."""
    return either(organisation_pages(person, *roles.PUBLISHING), network_pages(person))


def choosable_pages(person: Person) -> QuerySet[Page]:
    """The pages that this person may name in a page of theirs: those they may change, whatever their state, and of all
    others those that are published and public."""
    return either(editable_pages(person), public_pages())


def public_pages() -> QuerySet[Page]:
    """The pages that everybody may read: published, as all pages above them are, and restricted by nothing."""
    return Page.objects.filter(
        live=True, depth__gt=1, access__published=True, access__policy__key=rules.key_of(rules.PUBLIC)
    )


def either(some: QuerySet[Page], others: QuerySet[Page]) -> QuerySet[Page]:
    """The pages that are in one of the two, or in both."""
    return Page.objects.filter(Q(pk__in=some.values("pk")) | Q(pk__in=others.values("pk")))


def may_edit(person: Person, page: Page) -> bool:
    return editable_pages(person).filter(pk=page.pk).exists()


def may_publish(person: Person, page: Page) -> bool:
    return publishable_pages(person).filter(pk=page.pk).exists()


# -- Owning together -----------------------------------------------------------------------------------------------


def answerable_invitations(person: Person) -> QuerySet[CoOwner]:
    """The invitations to own a page together that this person may answer, for organisations they edit or coordinate."""
    return CoOwner.objects.filter(agreed_at__isnull=True, organisation__in=organisations_of(person, *roles.PUBLISHING))


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
    )


# -- Working on files ----------------------------------------------------------------------------------------------


def own_collections(person: Person) -> QuerySet[Collection]:
    """The collections of the organisations in which this person writes, edits or coordinates."""
    mine = organisations_of(person, *roles.WRITING)
    return Collection.objects.filter(access__owner__in=mine)


def own_files(person: Person, files: QuerySet) -> QuerySet:
    """Those of these pictures or documents that stand in the person's own collections."""
    return files.filter(Exists(own_collections(person).filter(pk=OuterRef("collection_id"))))


# -- Looking after people ------------------------------------------------------------------------------------------


def coordinated_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations whose people this person looks after: those that they coordinate."""
    return organisations_of(person, roles.COORDINATOR)


def kept_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations that this person opens, suspends and finds a coordinator for: all, for the secretariat."""
    return Organisation.objects.all() if has_network_role(person, roles.SECRETARIAT) else Organisation.objects.none()


def kept_circles(person: Person) -> QuerySet[Circle]:
    """The circles that this person opens and admits to: all, for the secretariat. Circles reach across organisations,
    so that none of these may say alone who else reads along."""
    return Circle.objects.all() if has_network_role(person, roles.SECRETARIAT) else Circle.objects.none()


def grantable_roles(person: Person, organisation: Organisation) -> tuple[str, ...]:
    """The roles in this organisation that this person may give to others: its coordinators those below their own, the
    secretariat that of a coordinator. So nobody raises themselves, nor with a friend each other."""
    found: tuple[str, ...] = ()
    if coordinated_organisations(person).filter(pk=organisation.pk).exists():
        found += roles.GIVEN_BY_COORDINATORS
    if kept_organisations(person).filter(pk=organisation.pk).exists():
        found += (roles.COORDINATOR,)
    return found


def own_people(person: Person) -> QuerySet[Membership]:
    """The memberships, as they are now, of the people whom this person looks after."""
    return Membership.objects.current().filter(organisation__in=coordinated_organisations(person))


def kept_coordinators(person: Person) -> QuerySet[Membership]:
    """The memberships of coordinators, for the secretariat, who see and end them in every organisation."""
    rows = Membership.objects.current().filter(role=roles.COORDINATOR)
    return rows.filter(organisation__in=kept_organisations(person))


def own_invitations(person: Person) -> QuerySet[Invitation]:
    """The invitations that this person may send again or take back as a coordinator."""
    return Invitation.objects.filter(
        organisation__in=coordinated_organisations(person), role__in=roles.GIVEN_BY_COORDINATORS
    )


def kept_invitations(person: Person) -> QuerySet[Invitation]:
    """The same for the secretariat: the invitations of coordinators."""
    return Invitation.objects.filter(organisation__in=kept_organisations(person), role=roles.COORDINATOR)


# -- Reading the audit log -----------------------------------------------------------------------------------------


def readable_audit_entries(person: Person) -> QuerySet[AuditEntry]:
    """What of the audit log this person may read: auditors all of it, coordinators what is their organisations' matter.

    How the directory is vetted is no matter of theirs, also where it was their organisation's vetter who did it.
    """
    if reads_whole_audit_log(person):
        return AuditEntry.objects.all()
    mine = organisations_of(person, roles.COORDINATOR).values("uuid")
    return AuditEntry.objects.filter(organisation__in=mine).exclude(action__startswith="entry.")


def may_read_audit_log(person: Person) -> bool:
    """Whether the screen of the log opens. Asked of the role, not of the entries: a new site has none."""
    return reads_whole_audit_log(person) or organisations_of(person, roles.COORDINATOR).exists()


def reads_whole_audit_log(person: Person) -> bool:
    """Whether this person reads all of the log, and hears whether it is whole."""
    return has_network_role(person, roles.AUDITOR)


def people_known_to(person: Person) -> QuerySet[User]:
    """The people who belong or belonged to an organisation that this person coordinates."""
    mine = organisations_of(person, roles.COORDINATOR)
    return User.objects.filter(pk__in=Membership.objects.filter(organisation__in=mine).values("person_id"))
