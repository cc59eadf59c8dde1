"""How what Wagtail does to a page is done whole: its text, what follows from it and its entry in the audit log together
or not at all, whoever asks for it, in a request, a command or a task.

Wagtail saves, tells those who listen and writes its history one after the other, and a process that dies in between
leaves a text without an entry. And it asks nowhere what a page names: so that is asked here, in the act itself.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from content.references import check_references
from organisations.actions.deletion import kept_to_its_readers, without_widening
from organisations.audit import record
from organisations.models import Organisation
from organisations.withdrawn import is_closed

# Wagtail's words for what happens to a page, and ours. Drafts and comments are no change that others could see.
NOTED = {
    "wagtail.create": "page.created",
    "wagtail.copy": "page.copied",
    "wagtail.copy_for_translation": "page.translated",
    "wagtail.create_alias": "page.aliased",
    "wagtail.convert_alias": "page.made_its_own",
    "wagtail.publish": "page.published",
    "wagtail.publish.schedule": "page.scheduled",
    "wagtail.publish.scheduled": "page.published_when_due",
    "wagtail.schedule.cancel": "page.schedule_cancelled",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished_when_due",
    "wagtail.rename": "page.renamed",
    "wagtail.move": "page.moved",
    "wagtail.reorder": "page.reordered",
    "wagtail.revert": "page.reverted",
    "wagtail.delete": "page.deleted",
    "wagtail.lock": "page.locked",
    "wagtail.unlock": "page.unlocked",
    "wagtail.workflow.start": "page.submitted",
    "wagtail.workflow.resume": "page.submitted_again",
    "wagtail.workflow.approve": "page.approved",
    "wagtail.workflow.reject": "page.sent_back",
    "wagtail.workflow.cancel": "page.submission_cancelled",
}


def owner_of(page_id: int) -> Organisation | None:
    """The organisation in whose workspace a page stands."""
    return Organisation.objects.filter(owned_pages=page_id).first()


def act_whole() -> None:
    """Change Wagtail's actions; called once, when the site starts."""
    from wagtail.actions import convert_alias, copy_for_translation, copy_page, create_alias, move_page, unpublish_page
    from wagtail.actions.delete_page import DeletePageAction
    from wagtail.actions.publish_revision import PublishRevisionAction
    from wagtail.actions.unpublish import UnpublishAction

    for action in (
        copy_for_translation.CopyPageForTranslationAction,
        copy_page.CopyPageAction,
        create_alias.CreatePageAliasAction,
        move_page.MovePageAction,
        unpublish_page.UnpublishPageAction,
    ):
        action.execute = _inside(lambda _action: transaction.atomic(), action.execute)
    # Restrictions reach translations and aliases; Wagtail takes them away together with the page they stand on, or
    # with the tie between the two.
    alias = convert_alias.ConvertAliasPageAction
    alias.execute = _inside(lambda action: kept_to_its_readers(action.page), alias.execute)
    DeletePageAction.execute = _inside(lambda action: without_widening(action.page), DeletePageAction.execute)
    PublishRevisionAction.execute = _published(PublishRevisionAction.execute)
    UnpublishAction.execute = _taken_down(UnpublishAction.execute)


def _inside(block: Callable[[Any], AbstractContextManager], stock: Callable[..., Any]) -> Callable[..., Any]:
    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        with block(self):
            return stock(self, *args, **kwargs)

    return execute


def _published(stock: Callable[..., Any]) -> Callable[..., Any]:
    """Publish, now or later, what names only what it may name. Raises ValidationError in words for the editor."""

    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            _refuse_what_is_gone(self.object, self.revision)
            check_references(self.object, by=self.user)
            done = stock(self, *args, **kwargs)
            if not _is_noted(self.log_action):
                # Asked of the dates and not of `live`, which stays while a later version waits.
                waits = self.object.revisions.filter(pk=self.revision.pk, approved_go_live_at__isnull=False).exists()
                _note(self, "page.scheduled" if waits else "page.published")
        return done

    return execute


def _refuse_what_is_gone(thing: Any, revision: Revision) -> None:
    """Refuse a version that was taken away after it was read: whoever withdraws a page for safety, and whoever
    publishes it at that moment, come one after the other."""
    if not isinstance(thing, Page):
        return
    list(Page.objects.select_for_update().filter(pk=thing.pk).values_list("pk"))
    if is_closed(thing) or not Revision.objects.filter(pk=revision.pk).exists():
        raise ValidationError(_("This page was withdrawn for safety meanwhile. Nothing was published."))


def _taken_down(stock: Callable[..., Any]) -> Callable[..., Any]:
    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            # One that is not written down itself is about to be deleted, and that is noted.
            is_news = self.object.live and self.commit and not _is_noted(self.log_action)
            done = stock(self, *args, **kwargs)
            if is_news:
                _note(self, "page.unpublished")
        return done

    return execute


def _is_noted(log_action: bool | str | None) -> bool:
    """Whether Wagtail's history tells of an act, and the audit log by it: whoever acts may ask for silence there."""
    return log_action is True or log_action in NOTED


def _note(action: Any, what: str) -> None:
    if isinstance(action.object, Page):
        record(what, by=action.user, organisation=owner_of(action.object.pk), about=action.object)
