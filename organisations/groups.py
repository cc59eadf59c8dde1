"""How Wagtail's groups follow from the roles table, the memberships and the circles; nobody edits them by hand."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
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
        _open_admin(group)
    return group


def organisation_group(organisation: Organisation, code: str) -> Group:
    """The group of the people of one organisation with this role, or of all of them (`roles.PEOPLE`)."""
    row = OrganisationGroup.objects.filter(organisation=organisation, role=code).select_related("group").first()
    if row:
        return row.group
    group = Group.objects.create(name=f"org:{organisation.uuid}:{code}")
    OrganisationGroup.objects.create(organisation=organisation, role=code, group=group)
    if code != roles.PEOPLE and roles.ORGANISATION_ROLES.named(code).enters_admin:
        _open_admin(group)
    return group


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
    workspaces = list(OrganisationPage.objects.filter(organisation=organisation).values_list("pk", flat=True))
    shared = list(
        CoOwner.objects.filter(organisation=organisation, agreed_at__isnull=False).values_list("page_id", flat=True)
    )
    collections = [
        pk for pk in (organisation.public_files_id, organisation.members_files_id, organisation.own_files_id) if pk
    ]
    for role in roles.ORGANISATION_ROLES:
        group = organisation_group(organisation, role.code)
        allowed = organisation.is_active
        _set_page_rights(group, workspaces + shared, role.page_rights if allowed else ())
        _set_file_rights(group, collections, role.file_rights if allowed else ())


def sync_all_rights() -> None:
    """The same for every organisation, for the case that the table changed."""
    for organisation in Organisation.objects.order_by("pk"):
        sync_rights(organisation)


def _open_admin(group: Group) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def _set_page_rights(group: Group, pages: list[int], rights: tuple[str, ...]) -> None:
    wanted = {(page, right) for page in pages for right in rights}
    kept = set()
    for row in GroupPagePermission.objects.filter(group=group).select_related("permission"):
        pair = (row.page_id, row.permission.codename.removesuffix("_page"))
        if pair in wanted:
            kept.add(pair)
        else:
            row.delete()
    permissions = _permissions(Page, {f"{right}_page" for right in rights})
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission=permissions[f"{right}_page"])
        for page, right in sorted(wanted - kept)
    )


def _set_file_rights(group: Group, collections: list[int], rights: tuple[str, ...]) -> None:
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection__in=collections, permission__codename__in=rights
    ).delete()
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            codename__in=rights, content_type__app_label__in=["wagtailimages", "wagtaildocs", "content"]
        )
    }
    rows = GroupCollectionPermission.objects.filter(group=group)
    present = set(rows.values_list("collection_id", "permission__codename"))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission=permissions[right])
        for collection in collections
        for right in rights
        if (collection, right) not in present
    )


def _permissions(model: type[Page], codenames: set[str]) -> dict[str, Permission]:
    rows = Permission.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        codename__in=codenames,
    )
    return {row.codename: row for row in rows}


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
