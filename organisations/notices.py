"""Which mails editors get: that something happened to a page on which they work, and nothing of what it is.

Wagtail's own tell titles and comments, to all superusers and to whoever once wrote on a page. Ours go, from the queue
and so only when what they tell of was really done, to those who may work on the page when they are sent.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from accounts.models import User
from organisations.permissions import editable_pages

# Wagtail's names of what people may choose to hear of.
APPROVED, SENT_BACK, COMMENTED = "approved", "rejected", "updated_comments"


def tell(people: Iterable[User], page: Page, what: str) -> None:
    """Queue a mail to each of these people who wants to hear of such things."""
    for person in people:
        if getattr(UserProfile.get_for_user(person), f"{what}_notifications"):
            mail_page_notice.enqueue(person.pk, page.pk, what)


@task()
def mail_page_notice(person_id: int, page_id: int, what: str) -> None:
    """Tell a person that something happened to a page, if they may work on it now; else do nothing."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not editable_pages(person).filter(pk=page_id).exists():
        return
    with override(person.language):
        words = {
            APPROVED: _("A page that you submitted was approved."),
            SENT_BACK: _("Changes are asked for on a page that you submitted."),
            COMMENTED: _("There are new comments on a page on which you work."),
        }
        link = settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page_id])
        text = render_to_string("organisations/email/page.txt", {"words": words[what], "link": link})
        send_mail(_("Something happened to a page"), text, None, [person.email])


def tell_nothing_of_the_content() -> None:
    """Put these mails in place of Wagtail's; called once, when the site starts."""
    from wagtail.admin import signal_handlers
    from wagtail.admin.views.pages import edit
    from wagtail.signals import workflow_approved, workflow_rejected

    for ended, what in ((workflow_approved, APPROVED), (workflow_rejected, SENT_BACK)):
        ended.connect(_teller(what), sender=WorkflowState, weak=False, dispatch_uid=f"page_notice_{what}")
    for stock in (
        signal_handlers.task_submission_email_notifier,
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        stock.send_notifications = lambda *_args, **_kwargs: True
    edit.send_notification = _tell_of_comments


def _teller(what: str) -> Any:
    def tell_who_submitted(instance: WorkflowState, user: User | None = None, **_kwargs: object) -> None:
        page, person = instance.content_object, instance.requested_by
        if isinstance(page, Page) and person and person != user:
            tell([person], page, what)

    return tell_who_submitted


def _tell_of_comments(people: Iterable[User], _notification: str, context: dict[str, Any]) -> None:
    tell(people, context["page"], COMMENTED)
