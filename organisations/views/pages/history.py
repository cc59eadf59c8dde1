"""What happened to a page, and its earlier versions: looked at, compared, and taken up again."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import LogEntryUserColumn
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page
from wagtail.utils.timestamps import render_timestamp

from accounts.models import User
from organisations.naming import Names, named_on


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
        return [action, NamedColumn(who.name, label=who.label, width=who.width, names=Names(self.object)), when]


class Revert(RevisionsRevertView):
    """An earlier version in the editor, where it is saved like any other: what it names is asked then."""

    def get_warning_message(self) -> str:
        revision = self.previous_revision
        return _("You are viewing a previous version of this page, of %(day)s by %(person)s.") % {
            "day": render_timestamp(revision.created_at),
            "person": Names(self.page).of(revision.user),
        }
