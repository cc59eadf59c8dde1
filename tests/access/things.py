"""What one side has that an address can name: by the names of the wall's resolvers, each thing with all it goes by."""

import uuid
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession
from wagtail.models import Page, Revision, TaskState

from content.models import NetworkDocument, NetworkImage
from directory.models import ImportRun
from home.models import SiteSettings
from manuals.import_form import NEW
from manuals.models import Correction, Edition, FrozenChapter, ManualImport
from manuals.readers import readable_manuals
from organisations.models import Circle, CoOwner, Guest, Invitation, Membership, SharedDraft
from organisations.permissions import public_pages
from organisations.roles import COORDINATOR
from organisations.viewer import VISITOR
from tests.access.world import Side
from tests.factories import english_home

Thing = dict[str, str]
# Names that are not of one row: what takes the place of a thing that never was must keep them.
KINDS = frozenset(
    {
        "page_app",
        "page_model",
        "new_app",
        "new_model",
        "word",
        "text",
        "place_in_list",
        "settings_app",
        "settings_model",
        "site_settings",
    }
)
SHARED = frozenset({"entry", "open_report", "site_settings", "of_the_network", "any_organisation", "any_circle"})
NEVER = 2**31 - 1


def things_of(side: Side) -> list[Thing]:
    """Everything that the addresses of the admin can name of this side, and the words that belong to no side."""
    return [*_pages(side), *_files(side), *_work(side), *_belonging(side), *_of_the_network(side), *_words()]


def kept_things(things: list[Thing]) -> list[Thing]:
    """Those that are of nobody else's concern, with the words that belong to no side."""
    pages = {str(pk) for pk in public_pages().values_list("pk", flat=True)}
    editions = {str(pk) for pk in readable_manuals(VISITOR).values_list("edition", flat=True)}
    public = {("choosable_page", pk) for pk in pages} | {("withdrawable_edition", pk) for pk in editions}
    return [thing for thing in things if not SHARED & set(thing) and not public & set(thing.items())]


def things_of_nobody(things: list[Thing]) -> list[Thing]:
    """The same things with ids that no row ever had, one for one."""
    return [{name: value if name in KINDS else never(value) for name, value in thing.items()} for thing in things]


def never(value: str) -> str:
    """A value of the same form as this one that names nothing."""
    if value.isdigit():
        return str(NEVER - int(value))
    if value.startswith(NEW):
        return f"{NEW}{NEVER - int(value.removeprefix(NEW))}"
    try:
        return str(uuid.UUID(int=uuid.UUID(value).int ^ 1))
    except ValueError:
        return "x" * len(value)


def own_pages(side: Side) -> list[Page]:
    return list(Page.objects.filter(access__owner=side.organisation).order_by("pk"))


def things_of_page(page: Page) -> list[Thing]:
    """What can be named of one page alone: itself and its versions, with the words that belong to no side."""
    versions = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("pk")
    return [_page(page), *(_version(each) for each in versions), *_words()]


def _version(version: Revision) -> Thing:
    pk = str(version.pk)
    return {"revision": pk, "own_revision": pk, **_page(Page.objects.get(pk=version.object_id))}


def _pages(side: Side) -> Iterator[Thing]:
    for page in own_pages(side):
        yield _page(page)
    for state in TaskState.objects.filter(
        workflow_state__object_id__in=[str(page.pk) for page in own_pages(side)]
    ).order_by("pk"):
        page = _page(Page.objects.get(pk=state.workflow_state.object_id))
        review = {"own_workflow_state": str(state.workflow_state_id), "own_step": str(state.task_id)}
        yield {"own_task_state": str(state.pk), **review, **page}
    versions = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in own_pages(side)])
    yield from (_version(each) for each in versions.order_by("pk"))
    for guest in Guest.objects.filter(page__access__owner=side.organisation).order_by("pk"):
        yield {"own_guest": str(guest.pk), **_page(Page.objects.get(pk=guest.page_id))}
    for draft in SharedDraft.objects.filter(page__access__owner=side.organisation).order_by("pk"):
        yield {"own_shared_draft": str(draft.pk), **_page(Page.objects.get(pk=draft.page_id))}
    for person in side.people.values():
        yield {"person": str(person.pk), "own_colleague": str(person.pk)}
    for session in EditingSession.objects.filter(user__in=side.people.values()).order_by("pk"):
        yield {"own_session": str(session.pk)}


def _page(page: Page) -> Thing:
    names = (
        "own_page", "publishable_page", "editable_page", "choosable_page", "own_import_target", "withdrawable_page",
    )  # fmt: skip
    kind = ContentType.objects.get_for_id(page.content_type_id)
    return {**dict.fromkeys(names, str(page.pk)), "page_app": kind.app_label, "page_model": kind.model}


def _files(side: Side) -> Iterator[Thing]:
    own = side.organisation
    for collection in (own.own_files_id, own.members_files_id, own.public_files_id):
        yield {"own_collection": str(collection), "publishable_collection": str(collection)}
    for name, model in (("own_image", NetworkImage), ("own_document", NetworkDocument)):
        for file in model.objects.filter(collection=own.own_files).order_by("pk"):
            yield {name: str(file.pk), name.replace("own_", "withdrawable_"): str(file.pk)}


def _work(side: Side) -> Iterator[Thing]:
    organisation, people = side.organisation, side.people.values()
    yield {"organisation_slug": organisation.slug}
    for circle in Circle.objects.filter(memberships__person__in=people).order_by("pk").distinct():
        yield {"viewed_as": f"circle:{circle.uuid}"}
    yield {"own_import_target": f"{NEW}{organisation.pk}"}
    for row in CoOwner.objects.filter(organisation=organisation, agreed_at=None):
        yield {"own_invitation": str(row.pk)}
    for edition in Edition.objects.filter(work__owner=organisation).order_by("pk"):
        yield {"withdrawable_edition": str(edition.pk)}
        for chapter in FrozenChapter.objects.filter(manual__edition=edition).order_by("pk"):
            yield {"own_edition": str(edition.pk), "own_edition_chapter": str(chapter.key)}
    for correction in Correction.objects.filter(chapter__manual__edition__work__owner=organisation).order_by("pk"):
        yield {"own_correction": str(correction.act)}
    for name, model in (("own_manual_import", ManualImport), ("own_import", ImportRun)):
        for run in model.objects.filter(by__in=people).order_by("pk"):
            yield {name: str(run.uuid)}


def _belonging(side: Side) -> Iterator[Thing]:
    """Who belongs to the organisation and who is invited; what is the secretariat's matter goes by other names."""
    ours = str(side.organisation.uuid)
    yield {"own_organisation": ours}
    yield {"any_organisation": ours, "departing_organisation": ours}
    for row in Membership.objects.filter(organisation=side.organisation).order_by("pk"):
        yield {"own_membership": str(row.pk)}
        if row.role == COORDINATOR:
            yield {"any_organisation": ours, "coordinator_of": str(row.pk)}
    for waiting in Invitation.objects.filter(organisation=side.organisation).order_by("pk"):
        if waiting.role == COORDINATOR:
            yield {"any_organisation": ours, "coordinator_invited": str(waiting.uuid)}
        else:
            yield {"own_organisation": ours, "own_invited": str(waiting.uuid)}
    circle = side.things["circle"]
    yield {"any_circle": str(circle.uuid)}
    for place in circle.memberships.order_by("pk"):
        yield {"any_circle": str(circle.uuid), "place_in": str(place.pk)}


def _of_the_network(side: Side) -> Iterator[Thing]:
    """What is shared by those who work for the network, whatever their organisation."""
    entry = str(side.things["entry"].pk)
    yield {"entry": entry, "editable_entry": entry}
    yield {"open_report": str(NEVER)}
    yield {
        "settings_app": "home",
        "settings_model": "sitesettings",
        "site_settings": str(SiteSettings.objects.get().pk),
    }
    yield {**_page(english_home()), "own_revision": str(english_home().latest_revision_id), "of_the_network": "1"}


def _words() -> Iterator[Thing]:
    for app, model in (("home", "referencepage"), ("campaigns", "campaignpage"), ("manuals", "manualpage")):
        yield {"new_app": app, "new_model": model}
    yield {"place_in_list": "0"}
    yield {"text": "https://example.org/"}
    for verb in ("approve", "reject"):
        yield {"word": verb}
