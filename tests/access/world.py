"""The people and things that the access matrix tries every address with: two organisations, alike in everything."""

import io
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
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
from organisations.models import Organisation
from tests.factories import a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.directory import an_entry
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition

ORGANISATION_ROLES = tuple(role.code for role in roles.ORGANISATION_ROLES)
NETWORK_ROLES = tuple(role.code for role in roles.NETWORK_ROLES)


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
        """Every person of the matrix by name: those of our side, one editor of the other, the superuser, a visitor."""
        strangers = {f"their {role}": person for role, person in self.theirs.people.items()}
        return {"anonymous": None, **self.ours.people, **strangers, "superuser": self.superuser}


def a_world() -> World:
    superuser = a_person(is_superuser=True, is_staff=True)
    world = World(ours=_a_side(), theirs=_a_side(), superuser=superuser)
    for side in (world.ours, world.theirs):
        asking = a_page(workspace_of(an_organisation()))
        side.things["invitation"] = invite_co_owner(asking, side.organisation, by=superuser)[0]
    return world


def _a_side() -> Side:
    side = Side(an_organisation())
    for role in ORGANISATION_ROLES:
        side.people[role] = a_member(side.organisation, role)
    for role in NETWORK_ROLES:
        side.people[role] = an_appointed(role, side.organisation)
    workspace = workspace_of(side.organisation)
    side.things["workspace"] = workspace
    side.things["page"] = a_page(workspace)
    side.things["campaign"] = CampaignPage(title="A campaign", demand="Open the door.", locale=workspace.locale)
    workspace.add_child(instance=side.things["campaign"])
    side.things["draft"] = a_page(workspace, live=False)
    side.things["waiting"] = _a_page_in_review(workspace, side.people["writer"])
    side.things["state"] = side.things["waiting"].current_workflow_task_state
    side.things["image"] = NetworkImage.objects.create(
        title="A picture", file=a_picture(), collection=side.organisation.own_files
    )
    side.things["document"] = NetworkDocument.objects.create(
        title="A file", file=a_pdf(), collection=side.organisation.own_files
    )
    side.things |= _a_manual_with_editions(side)
    side.things["entry"] = an_entry()
    side.things["import"] = begin_import(b"", by=side.people["directory_editor"])
    side.things["manual imports"] = {
        role: begin_manual_import(
            b"", organisation=side.organisation, by=side.people[role], language="en", manual=side.things["manual"]
        )
        for role in ("editor", "coordinator")
    }
    side.things["sessions"] = {
        role: EditingSession.objects.create(
            user=person, content_object=side.things["page"], last_seen_at=person.date_joined
        )
        for role, person in side.people.items()
    }
    return side


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
