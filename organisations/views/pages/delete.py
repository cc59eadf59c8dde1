"""Deleting a page: what goes with it, what of one's own would point nowhere, and the question whether that is meant."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions
from organisations.actions.deletion import delete_page, refuse_deletion
from organisations.roles import WRITING
from organisations.usage import pages_naming
from organisations.views.workspace import back_from


class DeletePage(TemplateView):
    """Asks before a page is deleted. Raises Http404 for those who may not: writers delete drafts without subpages."""

    template_name = "organisations/admin/pages/delete.html"
    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        self.page = get_object_or_404(permissions.organisation_pages(request.user, *WRITING), pk=page_id).specific
        if not self.page.permissions_for_user(request.user).can_delete():
            raise Http404
        self.refusals: list[str] = []
        self.why_not = _why_not(self.page, person_of(request))
        self.below = list(self.page.get_descendants())
        return super().dispatch(request, page_id)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Delete; a refusal is shown on the same screen, and nothing was done."""
        if self.why_not:
            return self.get(request)
        try:
            self._refuse_what_was_not_seen()
            delete_page(self.page, by=person_of(request))
        except ValidationError as refused:
            self.refusals = refused.messages
            return self.get(request)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": self.page.get_admin_display_title()})
        return redirect(back_from(self.page, person_of(request)))

    def _refuse_what_was_not_seen(self) -> None:
        """Whoever deletes several pages says so, and only those that there were when they were asked."""
        if self.below and self.request.POST.get("sure") != self._token():
            raise ValidationError(_("Say that you want to delete the pages below it as well; look at the list again."))

    def _token(self) -> str:
        return str(len(self.below) + 1)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, page = person_of(self.request), self.page
        may = page.permissions_for_user(person)
        return super().get_context_data(
            **kwargs,
            page=page,
            is_possible=not self.why_not,
            refusals=self.refusals or self.why_not,
            below=self.below,
            sure=self._token(),
            naming=pages_naming([page.pk, *(each.pk for each in self.below)], person),
            other_languages=page.get_translations().exists(),
            may_publish=may.can_publish(),
            can_take_down=may.can_unpublish(),
            back=back_from(page, person),
        )


def _why_not(page: Page, person: User) -> list[str]:
    """Why this page cannot be deleted now, in words; nothing when it can."""
    if page.permissions_for_user(person).page_locked():
        return [_("This page is locked, or waits for review. It can be deleted when that has ended.")]
    try:
        refuse_deletion(page)
    except ValidationError as refused:
        return refused.messages
    return []
