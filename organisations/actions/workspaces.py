"""How an organisation gets its place on the site, and how it loses and regains it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page

from accounts.models import User
from organisations import roles
from organisations.access import recompute_access, recompute_collections
from organisations.audit import record
from organisations.groups import make_groups, members_group, organisation_group, sync_person, sync_rights
from organisations.models import Appointment, Membership, Organisation, OrganisationPage, WithdrawnPage


@transaction.atomic
def open_workspace(*, name: str, home: Page, by: User | None, **fields: str) -> Organisation:
    """Make an organisation with everything it works with: workspace page, three collections, groups and rights.

    Arguments: name, as the organisation writes itself; home, the front page in the language the workspace begins
    with; by, who opens it; fields, further columns of Organisation (acronym, country, slug).
    Returns the organisation. Its workspace page is published and empty.
    Raises IntegrityError when the name or the address is taken.
    """
    fields.setdefault("slug", slugify(name)[:80])
    organisation = Organisation.objects.create(name=name, **fields)
    make_groups(organisation)
    _make_collections(organisation)
    page = OrganisationPage(title=name, slug=organisation.slug, organisation=organisation, locale=home.locale)
    home.add_child(instance=page)
    # Whoever opens a workspace has no rights in it: that they may open one was asked before.
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    sync_rights(organisation)
    recompute_access([page.path])
    record("organisation.opened", by=by, organisation=organisation, about=organisation)
    return organisation


def _make_collections(organisation: Organisation) -> None:
    root = Collection.get_first_root_node()
    # In the order of their names, in which Wagtail keeps collections: the second does not push the first aside.
    readers = {
        "members_files": members_group(),
        "own_files": organisation_group(organisation, roles.PEOPLE),
        "public_files": None,
    }
    labels = {"members_files": "members", "own_files": "own", "public_files": "public"}
    for column, group in readers.items():
        collection = root.add_child(name=f"{organisation.name} – {labels[column]}")
        setattr(organisation, column, collection)
        if group:
            restriction = CollectionViewRestriction(
                collection=collection, restriction_type=CollectionViewRestriction.GROUPS
            )
            # Written without the signals that would each work out anew who may read: that is done once, below.
            CollectionViewRestriction.objects.bulk_create([restriction])
            link = CollectionViewRestriction.groups.through
            link.objects.bulk_create([link(collectionviewrestriction=restriction, group=group)])
        root.refresh_from_db()
    organisation.save(update_fields=["public_files", "members_files", "own_files"])
    # Collections are kept in the order of their names: one that is added moves others to another path.
    own = Collection.objects.filter(pk__in=[getattr(organisation, f"{column}_id") for column in readers])
    recompute_collections(own.values_list("path", flat=True))


@transaction.atomic
def translate_workspace(organisation: Organisation, locale: Locale, *, by: User | None) -> OrganisationPage:
    """The workspace of this organisation in one more language; the existing one when there is one already.

    Its page is published with nothing but its title, where that in the language it began with is; what the organisation
    says of itself there lies there as a draft, for its people to translate.
    Raises ParentNotTranslatedError when the front page does not exist in that language.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    existing = OrganisationPage.objects.filter(organisation=organisation, locale=locale).first()
    if existing:
        return existing
    source = OrganisationPage.objects.filter(organisation=organisation).order_by("pk")[0]
    page = source.copy_for_translation(locale)
    page.organisation = organisation
    page.summary, page.body = "", []
    is_public = source.live and not WithdrawnPage.objects.filter(page_id=source.pk).exists()
    if not is_public:
        page.title = organisation.name
    version = page.save_revision(user=by)
    if is_public:
        version.publish(user=by, skip_permission_checks=True)
    page = OrganisationPage.objects.get(pk=page.pk)
    if source.summary or source.body:
        page.summary, page.body = source.summary, source.body
        page.save_revision(user=by)
    sync_rights(organisation)
    recompute_access([page.path])
    record(
        "organisation.language_added",
        by=by,
        organisation=organisation,
        about=organisation,
        language=locale.language_code,
    )
    return page


@transaction.atomic
def suspend_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """End all access of an organisation's people at once; what it published stays where it is."""
    return _set_state(organisation, Organisation.State.SUSPENDED, "organisation.suspended", by=by)


@transaction.atomic
def reinstate_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Give an organisation's people back what their memberships say."""
    return _set_state(organisation, Organisation.State.ACTIVE, "organisation.reinstated", by=by)


def _set_state(organisation: Organisation, state: str, action: str, *, by: User) -> Organisation:
    if Organisation.objects.filter(pk=organisation.pk, state=Organisation.State.LEFT).exists():
        raise ValidationError(_("This organisation has left already."))
    locked = set_state(organisation, state)
    record(action, by=by, organisation=locked, about=locked)
    return locked


def set_state(organisation: Organisation, state: str) -> Organisation:
    """Write the state of an organisation and the rights that follow from it; whoever calls it writes the log."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    locked.state = state
    locked.save(update_fields=["state"])
    sync_rights(locked)
    people = Membership.objects.filter(organisation=locked).values_list("person_id", flat=True)
    appointed = Appointment.objects.filter(organisation=locked).values_list("person_id", flat=True)
    for person_id in people.union(appointed):
        sync_person(person_id)
    return locked
