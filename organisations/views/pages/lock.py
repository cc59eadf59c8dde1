"""Locking a page, so that only whoever locked it changes it, and unlocking it again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.pages.lock import LockView, UnlockView
from wagtail.models import Page

from organisations import permissions
from organisations.naming import Names
from organisations.roles import PUBLISHING

TEMPLATE = "organisations/admin/pages/lock.html"


class LockPage(View):
    """Asks, and locks the page for everybody else. Raises Http404 for those who may not, and for a page in review."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        return render(request, TEMPLATE, {"page": page, "locked": False})

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        _perform(LockView, request, page)
        messages.success(request, _("Only you can change this page until it is unlocked."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _page(self, request: HttpRequest, page_id: int) -> Page:
        page = _own(request, page_id)
        if page.locked or not page.permissions_for_user(request.user).can_lock():
            raise Http404
        return page


class UnlockPage(View):
    """Says who locked the page, and unlocks it. Raises Http404 for those who may not, and where there is no lock."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        context = {"page": page, "locked": True, "by": Names(page).of(page.locked_by)}
        return render(request, TEMPLATE, context)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        _perform(UnlockView, request, page)
        messages.success(request, _("Everybody who works on this page can change it again."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _page(self, request: HttpRequest, page_id: int) -> Page:
        page = _own(request, page_id)
        if not page.locked or not page.permissions_for_user(request.user).can_unlock():
            raise Http404
        return page


def _own(request: HttpRequest, page_id: int) -> Page:
    return get_object_or_404(permissions.organisation_pages(request.user, *PUBLISHING), pk=page_id).specific


def _perform(operation: type[LockView] | type[UnlockView], request: HttpRequest, page: Page) -> None:
    """What Wagtail does and writes down, without where it leads afterwards."""
    view: Any = operation()
    view.setup(request, page_id=page.pk)
    view.object = page
    view.perform_operation()
