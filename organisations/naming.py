"""Who did something to a page, as far as its editors may know: people of its owners by name, others by their part."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.models import Page, Revision

from accounts.models import User
from organisations import roles
from organisations.actions.audiences import owners_of
from organisations.models import Appointment, Guest, Membership, SharedDraft
from organisations.permissions import organisations_of

LetIn = TypeVar("LetIn", Guest, SharedDraft)


def named_on(page: Page) -> QuerySet[User]:
    """Those who are named on the screens of this page: whoever belongs or belonged to an organisation that owns it, and
    on a page of the network's own, which no organisation owns, the secretariat."""
    owners = owners_of(page)
    if not owners:
        return User.objects.filter(pk__in=Appointment.objects.filter(role=roles.SECRETARIAT).values("person_id"))
    return User.objects.filter(pk__in=Membership.objects.filter(organisation__in=owners).values("person_id"))


class Names:
    """What people are called on the screens of one page. Two queries, however many people."""

    def __init__(self, page: Page) -> None:
        self.named = frozenset(named_on(page).values_list("pk", flat=True))
        appointed = Appointment.objects.filter(role=roles.SECRETARIAT)
        self.secretariat = frozenset(appointed.values_list("person_id", flat=True))

    def are_told_of(self, person_id: int | None) -> bool:
        """Whether this person is called by name, or is nobody."""
        return person_id is None or person_id in self.named

    def part_of(self, person_id: int | None) -> str:
        """What somebody is called who is not named."""
        return _("the secretariat") if person_id in self.secretariat else _("somebody of another organisation")

    def of(self, person: User | None) -> str:
        """What this person is called; nobody is the site itself."""
        if person is None:
            return _("the site itself")
        return str(person) if self.are_told_of(person.pk) else self.part_of(person.pk)

    def stand_in(self, person: User | None) -> User | None:
        """This person as a screen may have them: an account with nothing but its part, where it is not named."""
        if person is None or self.are_told_of(person.pk):
            return person
        return User(pk=person.pk, display_name=self.part_of(person.pk))


def call_readers(rows: Iterable[LetIn], person: User) -> list[LetIn]:
    """These rows, each with `called`: the address of somebody who was let in, for the people of whoever let them in;
    for all others that it is somebody. Whom an organisation trusted is not told to one that owns the page later."""
    found = list(rows)
    ours = set(organisations_of(person, *roles.PUBLISHING).values_list("pk", flat=True))
    memberships = Membership.objects.filter(person__in={row.invited_by_id for row in found if row.invited_by_id})
    pages = Page.objects.filter(pk__in={row.page_id for row in found})
    owners_by_page = {page.pk: {owner.pk for owner in owners_of(page)} for page in pages}
    for row in found:
        owners = owners_by_page[row.page_id]
        belongs = [each for each in memberships if each.person_id == row.invited_by_id]
        # Somebody at home in several places let people in where they publish.
        at = {each.organisation_id for each in belongs if each.role in roles.PUBLISHING} & owners
        at = at or {each.organisation_id for each in belongs} & owners
        is_known = row.invited_by_id is None or (at and at <= ours)
        row.called = str(row) if is_known else _("somebody whom another owner let in")
    return found


def name_people_of_owners_alone() -> None:
    """Wagtail's editor names whoever saved, asked for a review, commented, works at the same time or set a lock, also
    people of an organisation that owned the page once; called once, when the site starts."""
    from wagtail.admin.forms import WagtailAdminPageForm
    from wagtail.admin.ui.side_panels import StatusSidePanel
    from wagtail.admin.views import editing_sessions
    from wagtail.locks import BasicLock

    for name in ("get_message", "get_description"):
        setattr(BasicLock, name, _with_stand_in(getattr(BasicLock, name)))
    StatusSidePanel.get_context_data = _of_page_with_stand_ins(StatusSidePanel.get_context_data)
    WagtailAdminPageForm.serialize_comments = _comments_with_stand_ins(WagtailAdminPageForm.serialize_comments)
    editing_sessions.ping = _sessions_with_stand_ins(editing_sessions.ping)


def _with_stand_in(stock: Callable[..., str]) -> Callable[..., str]:
    def say(self: Any, user: Any) -> str:
        locked = self.object
        if isinstance(locked, Page) and locked.locked_by_id:
            locked.locked_by = Names(locked).stand_in(locked.locked_by)
        return stock(self, user)

    return say


def _of_page_with_stand_ins(stock: Callable[..., dict]) -> Callable[..., dict]:
    def get_context_data(self: Any, parent_context: Any) -> dict:
        page = self.object
        if isinstance(page, Page) and page.pk:
            names, review = Names(page), page.current_workflow_state
            for version in filter(None, (page.get_latest_revision(), page.live_revision)):
                version.user = names.stand_in(version.user)
            if review:
                review.requested_by = names.stand_in(review.requested_by)
                if step := review.current_task_state:
                    step.finished_by = names.stand_in(step.finished_by)
                # As where Wagtail fetched it beforehand: it is fetched anew wherever it is asked for otherwise.
                page._current_workflow_states = [review]
        return stock(self, parent_context)

    return get_context_data


def _comments_with_stand_ins(stock: Callable[..., dict]) -> Callable[..., dict]:
    def serialize_comments(self: Any, user: User) -> dict:
        told = stock(self, user)
        others = {pk: author for pk, author in told["authors"].items() if int(pk) != user.pk}
        if others:
            names = Names(self.instance)
            for pk, author in others.items():
                if not names.are_told_of(int(pk)):
                    author["name"] = names.part_of(int(pk))
        return told

    return serialize_comments


def _sessions_with_stand_ins(stock: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who else has the page open, and who saved it meanwhile, by the names that are told on this page."""
    from wagtail.admin.ui.editing_sessions import EditingSessionsList
    from wagtail.admin.utils import get_user_display_name

    def ping(request: HttpRequest, app_label: str, model_name: str, object_id: str, session_id: int) -> HttpResponse:
        answer = stock(request, app_label, model_name, object_id, session_id)
        page = Page.objects.filter(pk=object_id).first() if answer.status_code == HTTPStatus.OK else None
        told = json.loads(answer.content)
        if page is None or not told["other_sessions"]:
            return answer
        names, rows = Names(page), []
        for each in told["other_sessions"]:
            person = names.stand_in(_who(each))
            rows.append(each | {"user": person, "last_seen_at": datetime.fromisoformat(each["last_seen_at"])})
            each["user"] = get_user_display_name(person)
        own = EditingSession.objects.get(pk=told["session_id"])
        return JsonResponse(told | {"html": EditingSessionsList(own, rows).render_html()})

    return ping


def _who(told: dict[str, Any]) -> User | None:
    """Of whom a row of the answer speaks: whoever has the page open, or saved it."""
    by = (
        EditingSession.objects.filter(pk=told["session_id"])
        if told["session_id"]
        else Revision.objects.filter(pk=told["revision_id"])
    )
    row = by.select_related("user").first()
    return row.user if row else None
