"""What happened to a page, and its earlier versions: looked at, compared, and taken up again."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import ActionColumn, LogEntryUserColumn
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.log_actions import registry as log_action_registry
from wagtail.models import Page, PageLogEntry
from wagtail.utils.timestamps import render_timestamp

from accounts.models import User
from organisations.naming import Names, named_on
from organisations.permissions import editable_pages


class NamedColumn(LogEntryUserColumn):
    """Who did it: by name or by their part."""

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        if not self.names.are_told_of(instance.user_id):
            context |= {"value": AnonymousUser(), "display_name": self.names.part_of(instance.user_id)}
        return context


class ToldColumn(ActionColumn):
    """What was done. Wagtail keeps the titles of the pages from or to which a page was moved or copied: who does not
    work on those is told no more than that it was."""

    def __init__(self, *args: Any, told_of: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told_of = told_of

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        if not self.told_of.issuperset(_pages_named_in(instance)):
            instance.message = log_action_registry.get_action_label(instance.action)
        return super().get_cell_context_data(instance, parent_context)


def _pages_named_in(entry: PageLogEntry) -> set[int]:
    """The ids of the pages of which an entry of Wagtail's log keeps the title."""
    kept = (entry.data.get(key) for key in ("source", "destination", "page"))
    return {int(each["id"]) for each in kept if isinstance(each, dict) and each.get("id")}


class NamedFilterSet(PageHistoryFilterSet):
    """Offers the people who may be named, and nobody else."""

    def get_users_queryset(self) -> QuerySet[User]:
        page = Page.objects.get(pk=self.request.resolver_match.kwargs["page_id"])
        return super().get_users_queryset().filter(pk__in=named_on(page).values("pk"))


class History(PageHistoryView):
    filterset_class = NamedFilterSet

    @cached_property
    def columns(self) -> list[Column]:
        action, who, when = super().columns
        told = ToldColumn(
            action.name, label=action.label, object=action.object, url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule, told_of=self._told_of(),
        )  # fmt: skip
        return [told, NamedColumn(who.name, label=who.label, width=who.width, names=Names(self.object)), when]

    def _told_of(self) -> frozenset[int]:
        """The ids of those pages named in the log of this one on which whoever looks works. Two queries, one where the
        log names none."""
        entries = PageLogEntry.objects.filter(page=self.object)
        named = {pk for entry in entries for pk in _pages_named_in(entry)}
        own = editable_pages(self.request.user).filter(pk__in=named) if named else Page.objects.none()
        return frozenset(own.values_list("pk", flat=True))


class Revert(RevisionsRevertView):
    """An earlier version in the editor, where it is saved like any other: what it names is asked then."""

    def get_warning_message(self) -> str:
        revision = self.previous_revision
        return _("You are viewing a previous version of this page, of %(day)s by %(person)s.") % {
            "day": render_timestamp(revision.created_at),
            "person": Names(self.page).of(revision.user),
        }
