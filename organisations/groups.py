"""How Wagtail's groups follow from the roles table, the memberships and the circles; nobody edits them by hand."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.models.view_restrictions import BaseViewRestriction

from organisations import roles, rules
from organisations.models import (
    Appointment,
    Circle,
    CircleMembership,
    CoOwner,
    Membership,
    Organisation,
    OrganisationGroup,
    OrganisationPage,
)


def members_group() -> Group:
    """The group of all active members of active organisations."""
    return Group.objects.get_or_create(name=roles.MEMBERS_GROUP)[0]


def network_group(code: str) -> Group:
    """The group of everybody appointed to this network role."""
    group, made = Group.objects.get_or_create(name=f"network:{roles.NETWORK_ROLES.named(code).code}")
    if made:
        _open_admin(group.pk)
    return group


def organisation_group(organisation: Organisation, code: str) -> Group:
    """The group of the people of one organisation with this role, or of all of them (`roles.PEOPLE`)."""
    row = OrganisationGroup.objects.filter(organisation=organisation, role=code).select_related("group").first()
    return row.group if row else Group.objects.get(pk=make_groups(organisation)[code])


@transaction.atomic
def make_groups(organisation: Organisation) -> dict[str, int]:
    """Make those groups of an organisation that it does not have yet. Returns the ids of all, by the codes of their
    roles and `roles.PEOPLE`."""
    present = dict(OrganisationGroup.objects.filter(organisation=organisation).values_list("role", "group_id"))
    codes = [code for code in (roles.PEOPLE, *(role.code for role in roles.ORGANISATION_ROLES)) if code not in present]
    if not codes:
        return present
    groups = Group.objects.bulk_create([Group(name=f"org:{organisation.uuid}:{code}") for code in codes])
    made = {code: group.pk for code, group in zip(codes, groups, strict=True)}
    OrganisationGroup.objects.bulk_create(
        [OrganisationGroup(organisation=organisation, role=code, group_id=pk) for code, pk in made.items()]
    )
    _open_admin(*(made[role.code] for role in roles.ORGANISATION_ROLES if role.enters_admin and role.code in made))
    return present | made


def principal_of_group(group: Group) -> str:
    """Which principal membership of this group stands for; "nobody" for groups that this site did not make."""
    if hasattr(group, "circle"):
        return rules.circle_principal(group.circle.pk)
    row = getattr(group, "organisation_group", None)
    if row is not None and row.role == roles.PEOPLE:
        return rules.organisation_principal(row.organisation_id)
    return rules.MEMBERS if group.name == roles.MEMBERS_GROUP else rules.NOBODY


def groups_of_clause(clause: rules.Clause) -> list[Group]:
    """The groups that stand for a clause; none for "nobody", which is what a restriction without groups says, and for
    guests, who are let in by a page and not by a group."""
    found = []
    for principal in sorted(clause - {rules.NOBODY}):
        kind, _colon, number = principal.partition(":")
        if kind == "guests":
            continue
        if kind == "circle":
            found.append(Circle.objects.get(pk=number).group)
        elif kind == "org":
            found.append(organisation_group(Organisation.objects.get(pk=number), roles.PEOPLE))
        else:
            found.append(members_group())
    return found


def restrict(thing: Page | Collection, groups: Iterable[Group]) -> None:
    """Let only people of these groups read a page or a collection, beside whatever else restricts it; none: nobody."""
    restriction = thing.view_restrictions.create(restriction_type=BaseViewRestriction.GROUPS)
    restriction.groups.set(groups)


@transaction.atomic
def sync_rights(organisation: Organisation) -> None:
    """Make the page and collection permissions of an organisation's groups what the roles table says."""
    pages = [
        *OrganisationPage.objects.filter(organisation=organisation).values_list("pk", flat=True),
        *CoOwner.objects.filter(organisation=organisation, agreed_at__isnull=False).values_list("page_id", flat=True),
    ]
    collections = [
        pk for pk in (organisation.public_files_id, organisation.members_files_id, organisation.own_files_id) if pk
    ]
    groups = make_groups(organisation)
    on_pages, on_files = _permissions_on_pages(), _permissions_on_files()
    given = [(groups[role.code], role) for role in roles.ORGANISATION_ROLES if organisation.is_active]
    page_rights = {
        (group, page, on_pages[f"{right}_page"])
        for group, role in given
        for page in pages
        for right in role.page_rights
    }
    file_rights = {
        (group, collection, on_files[right])
        for group, role in given
        for collection in collections
        for right in role.file_rights
    }
    _set_rows(GroupPagePermission, "page_id", groups.values(), page_rights)
    _set_rows(GroupCollectionPermission, "collection_id", groups.values(), file_rights)


def sync_all_rights() -> None:
    """The same for every organisation, for the case that the table changed."""
    for organisation in Organisation.objects.order_by("pk"):
        sync_rights(organisation)


def _open_admin(*groups: int) -> None:
    """Let the people of these groups, given by their ids, in at the door of the editor's screens."""
    entry = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    link = Group.permissions.through
    link.objects.bulk_create([link(group_id=group, permission=entry) for group in groups])


def _set_rows(model: type[Model], place: str, groups: Iterable[int], wanted: set[tuple[int, int, int]]) -> None:
    """Let the rows of these groups be those that are wanted: what is missing is made, what is too many deleted.

    Arguments: place, the column of what a right is on; groups, ids; wanted, the ids of group, place and permission.
    """
    columns = ("group_id", place, "permission_id")
    rows = model._default_manager.filter(group__in=list(groups))
    present = {tuple(ids): pk for pk, *ids in rows.values_list("pk", *columns)}
    if too_many := [pk for ids, pk in present.items() if ids not in wanted]:
        rows.filter(pk__in=too_many).delete()
    missing = sorted(wanted - present.keys())
    model._default_manager.bulk_create([model(**dict(zip(columns, ids, strict=True))) for ids in missing])


def _permissions_on_pages() -> dict[str, int]:
    """The ids of Wagtail's permissions on pages by their codenames."""
    kind = {"content_type__app_label": Page._meta.app_label, "content_type__model": Page._meta.model_name}
    return dict(Permission.objects.filter(**kind).values_list("codename", "pk"))


def _permissions_on_files() -> dict[str, int]:
    """The ids of the permissions on pictures and documents by their codenames."""
    apps = ["wagtailimages", "wagtaildocs", "content"]
    return dict(Permission.objects.filter(content_type__app_label__in=apps).values_list("codename", "pk"))


@transaction.atomic
def sync_person(person_id: int) -> None:
    """Make the generated groups of one person what their memberships, appointments and circles say today.

    Groups that this site did not generate are taken away as well: they would be a right that no table names.
    """
    memberships = (
        Membership.objects.current()
        .filter(person_id=person_id, organisation__state=Organisation.State.ACTIVE)
        .select_related("organisation")
    )
    wanted = _groups_of(list(memberships))
    for appointment in Appointment.objects.current().filter(person_id=person_id):
        wanted.add(network_group(appointment.role).pk)
    circles = CircleMembership.objects.current().filter(person_id=person_id)
    wanted |= set(Circle.objects.filter(pk__in=circles.values("circle_id")).values_list("group_id", flat=True))
    rows = _group_rows()
    present = set(rows.filter(user_id=person_id).values_list("group_id", flat=True))
    rows.filter(user_id=person_id, group_id__in=present - wanted).delete()
    rows.bulk_create([rows.model(user_id=person_id, group_id=pk) for pk in sorted(wanted - present)])


def _groups_of(memberships: list[Membership]) -> set[int]:
    """The ids of the groups for which these memberships stand. Two queries, however many they are."""
    if not memberships:
        return set()
    rows = OrganisationGroup.objects.filter(organisation__in=[each.organisation_id for each in memberships])
    made = {(row.organisation_id, row.role): row.group_id for row in rows}
    wanted = {members_group().pk}
    for membership in memberships:
        for code in (roles.PEOPLE, membership.role):
            group = made.get((membership.organisation_id, code))
            wanted.add(group or organisation_group(membership.organisation, code).pk)
    return wanted


def _group_rows():
    from accounts.models import User

    return User.groups.through.objects.all()
