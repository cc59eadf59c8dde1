"""How pages come and go at the time that they name: one at a time, each whole, and each with its entry in the log.

Between the day on which somebody chose a time and that time much may have changed, so everything is asked anew: whether
whoever chose it may still publish the page, whether anybody said who may read it, and what it names.

An app with other things that come at a time of their own registers a Wagtail hook:

    @hooks.register("due_steps")
    def what_is_due(): ...

which yields for each of them the id of its page and the step that carries it out, a function like those below.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import User
from organisations.actions.audiences import is_answered
from organisations.audit import record
from organisations.permissions import may_publish
from organisations.publishing import owner_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one page: its id, what was done in words without its title, and whether all went well."""

    page: int
    words: str
    well: bool = True


def publish_due() -> Iterator[Outcome]:
    """Take down the pages whose time is over, publish the drafts whose time has come, then do what other apps have due;
    one after the other, each in a transaction of its own, so that no failure stops or undoes the rest.

    A draft that may not be published any more loses its time, stays a draft, and the log says so. Whatever failed for
    another reason is tried again the next time.
    """
    now = timezone.now()
    over = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").values_list("pk", flat=True)
    for pk in list(over):
        yield from _alone(pk, partial(_take_down, pk))
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for pk, page in list(due.values_list("pk", "object_id")):
        yield from _alone(int(page), partial(_publish, pk, int(page)))
    for hook in hooks.get_hooks("due_steps"):
        for page, step in hook():
            yield from _alone(page, step)


def _alone(page: int, step: Callable[[], Outcome | None]) -> Iterator[Outcome]:
    try:
        with transaction.atomic():
            done = step()
    except Exception as fault:  # whatever it was, the other pages are due as well
        logger.exception("A page that was due failed: %s", page)
        done = Outcome(page, _("failed: %(fault)s") % {"fault": type(fault).__name__}, well=False)
    if done:
        yield done


def _take_down(pk: int) -> Outcome | None:
    page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lt=timezone.now()).first()
    if page is None:
        return None
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return Outcome(pk, _("not published any more"))


def _publish(revision_pk: int, pk: int) -> Outcome | None:
    page = Page.objects.select_for_update().filter(pk=pk).first()
    due = Revision.objects.filter(pk=revision_pk, approved_go_live_at__lt=timezone.now()).first()
    if page is None or due is None:
        return None
    by = _who_chose_the_time(due)
    why = _refusal(page, by)
    if why is None:
        try:
            with transaction.atomic():
                # Asked of what the person may do now, not of the rows that Wagtail keeps of it.
                due.publish(user=by.person, log_action="wagtail.publish.scheduled", skip_permission_checks=True)
            return Outcome(pk, _("published"))
        except ValidationError as refused:
            why = ("references", " ".join(refused.messages))
    Revision.objects.filter(pk=due.pk).update(approved_go_live_at=None)
    record("page.schedule_refused", by=None, organisation=owner_of(pk), about=page, reason=why[0])
    return Outcome(pk, _("refused: %(why)s") % {"why": why[1]}, well=False)


@dataclass(frozen=True)
class Chooser:
    """Who chose the time of a draft: a person, the site itself (then there is none), or nobody who is known."""

    person: User | None
    known: bool


def _who_chose_the_time(revision: Revision) -> Chooser:
    entry = PageLogEntry.objects.filter(revision=revision, action="wagtail.publish.schedule").first()
    if entry is None:
        return Chooser(None, known=False)
    person = User.objects.filter(pk=entry.user_id).first()
    return Chooser(person, known=entry.user_id is None or person is not None)


def _refusal(page: Page, by: Chooser) -> tuple[str, str] | None:
    """Why a page may not be published: a word for the log, and words for whoever runs the site."""
    if not by.known or (by.person is not None and not may_publish(by.person, page)):
        return "rights", _("whoever chose the time may not publish this page any more")
    if not page.live and page.first_published_at is None and not is_answered(page):
        return "audience", _("nobody has said who may read it")
    return None
