"""The people and things that the access matrix tries every address with: two organisations, alike in everything."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from accounts.models import User
from campaigns.models import CampaignPage
from content.models import NetworkDocument, NetworkImage
from directory.actions.import_runs import begin_import
from manuals.actions.import_runs import begin_import as begin_manual_import
from manuals.models import FrozenChapter
from organisations import roles
from organisations.actions import invite_co_owner
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.drafts import share_draft
from organisations.actions.guests import invite_guest
from organisations.actions.invitations import invite
from organisations.models import Organisation, SharedDraft
from tests.factories import a_circle, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.directory import a_listed_entry, an_entry
from tests.factories.manuals import a_chapter, a_correction, a_manual, a_waiting_release, an_edition

ORGANISATION_ROLES = tuple(role.code for role in roles.ORGANISATION_ROLES)
NETWORK_ROLES = tuple(role.code for role in roles.NETWORK_ROLES)
# To be a superuser besides must add nothing.
SUPERUSER_WITH_A_ROLE = "superuser and editor"


@dataclass
class Side:
    """One organisation, its people by role, and one thing of every kind that an address can name."""

    organisation: Organisation
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    ours: Side
    theirs: Side
    superuser: User

    def everybody(self) -> dict[str, User | None]:
        """Every person by name: those of our side and of the other, a superuser who has no role, and a visitor."""
        strangers = {f"their {role}": person for role, person in self.theirs.people.items()}
        return {"anonymous": None, **self.ours.people, **strangers, "superuser": self.superuser}


def a_world() -> World:
    superuser = a_person(is_superuser=True, is_staff=True)
    world = World(ours=_a_side(), theirs=_a_side(), superuser=superuser)
    for side in (world.ours, world.theirs):
        asking = a_page(workspace_of(an_organisation()))
        side.things["invitation"] = invite_co_owner(asking, side.organisation, by=None)[0]
    return world


def _a_side() -> Side:
    organisation = an_organisation()
    side = Side(organisation, people=_people(organisation))
    for kind in (_pages, _files, _manuals, _entries, _sessions, _invited, _circles):
        side.things |= kind(side)
    return side


def _people(organisation: Organisation) -> dict[str, User]:
    return {
        **{role: a_member(organisation, role) for role in ORGANISATION_ROLES},
        SUPERUSER_WITH_A_ROLE: a_member(organisation, "editor", is_superuser=True, is_staff=True),
        **{role: an_appointed(role, organisation) for role in NETWORK_ROLES},
    }


def _pages(side: Side) -> dict[str, Any]:
    workspace = workspace_of(side.organisation)
    campaign = CampaignPage(title="A campaign", demand="Open the door.", locale=workspace.locale)
    page = a_page(workspace)
    workspace.add_child(instance=campaign)
    waiting = _a_page_in_review(workspace, side.people["writer"])
    kept = _a_page_with_a_guest(workspace, side.people["editor"])
    return {
        "kept": kept,
        "guest": kept.guests.get(),
        "shared draft": _a_shared_draft(kept, side.people),
        "kept locked": _a_locked_page(workspace, side.people["editor"]),
        "workspace": workspace,
        "page": page,
        "campaign": campaign,
        "draft": a_page(workspace, live=False),
        "alias": page.create_alias(parent=Page.objects.get(pk=workspace.pk), update_slug="again"),
        "waiting": waiting,
        "state": waiting.current_workflow_task_state,
    }


def _files(side: Side) -> dict[str, Any]:
    own, public = side.organisation.own_files, side.organisation.public_files
    return {
        "image": NetworkImage.objects.create(title="A picture", file=a_picture(), collection=own),
        "document": NetworkDocument.objects.create(title="A file", file=a_pdf(), collection=own),
        "public image": NetworkImage.objects.create(title="A map", file=a_picture(), collection=public),
        "public document": NetworkDocument.objects.create(title="A plan", file=a_pdf(), collection=public),
    }


def _manuals(side: Side) -> dict[str, Any]:
    made = _a_manual_with_editions(side)
    imports = {
        role: begin_manual_import(
            b"", organisation=side.organisation, by=side.people[role], language="en", manual=made["manual"]
        )
        for role in ("editor", "coordinator", SUPERUSER_WITH_A_ROLE)
    }
    return {**made, "manual imports": imports, "waiting manual": _a_manual_that_waits(side)}


def _entries(side: Side) -> dict[str, Any]:
    return {
        "entry": an_entry(),
        "listed": a_listed_entry(),
        "import": begin_import(b"", by=side.people["directory_editor"]),
    }


def _sessions(side: Side) -> dict[str, Any]:
    page = side.things["page"]
    sessions = {
        role: EditingSession.objects.create(user=person, content_object=page, last_seen_at=person.date_joined)
        for role, person in side.people.items()
    }
    return {"sessions": sessions}


def _invited(side: Side) -> dict[str, Any]:
    """Two people who were invited and have not answered: by the coordinator, and by the secretariat."""
    organisation, people = side.organisation, side.people
    number = organisation.pk
    asked = {"email": f"writer-{number}@example.org", "role": "writer", "language": "en"}
    kept = {"email": f"coordinator-{number}@example.org", "role": "coordinator", "language": "en"}
    return {
        "invited": invite(organisation, **asked, by=people["coordinator"]),
        "invited coordinator": invite(organisation, **kept, by=people["secretariat"]),
    }


def _circles(side: Side) -> dict[str, Any]:
    return {"circle": a_circle(side.people["editor"], needs_second_factor=False)}


def role_of(name: str) -> str:
    """The code of the role of somebody in the matrix."""
    return "editor" if name == SUPERUSER_WITH_A_ROLE else name


def _a_manual_with_editions(side: Side) -> dict[str, Any]:
    """A public manual in two editions, whose one chapter, with a picture, is the organisation's alone."""
    manual = a_manual(side.organisation)
    image = NetworkImage.objects.create(title="Lantern", file=a_picture(), collection=side.organisation.own_files)
    value = {"image": image.pk, "alt": "A lantern", "caption": ""}
    chapter = a_chapter(manual, body=[("paragraph", {"text": "<p>Words.</p>"}), ("picture", value)])
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=None)
    editions = [an_edition(manual, number) for number in ("1.0", "1.1")]
    frozen = FrozenChapter.objects.get(manual__edition=editions[1])
    correction = a_correction(editions[1], frozen.path)[0]
    return {
        "manual": manual, "edition": editions[1], "chapter": frozen, "frozen picture": frozen.files.all()[0],
        "correction": correction,
    }  # fmt: skip


def _a_manual_that_waits(side: Side) -> Any:
    """A manual for the organisation alone, with an edition, whose next one waits for its moment."""
    manual = a_manual(side.organisation, public=False)
    a_chapter(manual)
    an_edition(manual, "1.1")
    return a_waiting_release(manual, "1.2", by=side.people["editor"]).page


def _a_page_with_a_guest(parent: Page, editor: User) -> Page:
    """A page for the organisation alone, and for somebody by an address that nobody signs in with."""
    page = a_page(parent)
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    invite_guest(page, until=timezone.localdate() + timedelta(days=30), by=editor, email=f"guest-{page.pk}@example.org")
    return page


def _a_shared_draft(page: Page, people: dict[str, User]) -> SharedDraft:
    """The draft of a page, shown to the reader of its organisation."""
    day = timezone.localdate() + timedelta(days=30)
    return share_draft(page, email=people["reader"].email, until=day, by=people["editor"])


def _a_locked_page(parent: Page, editor: User) -> Page:
    page = a_page(parent)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=editor)
    return page


def _a_page_in_review(parent: Page, writer: User) -> Page:
    page = a_page(parent, live=False)
    page.get_workflow().start(page, writer)
    return Page.objects.get(pk=page.pk)


def a_picture(name: str = "picture.png") -> ContentFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#00513c").save(out, "PNG")
    return ContentFile(out.getvalue(), name=name)


def a_pdf(name: str = "file.pdf") -> ContentFile:
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    out = io.BytesIO()
    writer.write(out)
    return ContentFile(out.getvalue(), name=name)
