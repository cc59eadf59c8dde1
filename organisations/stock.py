"""What is changed in Wagtail itself, where it has no hook: each change, and why."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.requests import person_of
from organisations.actions.files import note_added
from organisations.publishing import act_whole


def change_stock_wagtail() -> None:
    """Make every change of this module; called once, when the site starts."""
    _refuse_with_the_one_404()
    _list_without_names_of_others()
    _copy_with_every_restriction()
    _say_why_a_decision_was_refused()
    _note_what_is_sent_while_choosing()
    act_whole()


def _refuse_with_the_one_404() -> None:
    """Wagtail catches its own refusals before any middleware sees them, and redirects with a message that tells them
    from a page that does not exist."""
    from wagtail.admin import auth

    def permission_denied(request: HttpRequest) -> None:
        raise Http404

    auth.permission_denied = permission_denied


def _list_without_names_of_others() -> None:
    """The filters of the page listings name everybody who ever owned or edited a page, in any organisation. They are
    taken out of Wagtail's own sets: which set a listing has is decided in several places. What stands below a page has
    the language of that page."""
    from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet

    for filters in (PageFilterSet, GenericPageFilterSet):
        for name in ("owner", "edited_by", "site", "content_type"):
            filters.base_filters.pop(name, None)
            filters.declared_filters.pop(name, None)
        filters._add_locale_filter = lambda self: None


def _copy_with_every_restriction() -> None:
    """Wagtail copies a page's own restrictions only where the destination has none, and never those of the pages below
    it: a circle's page copied into a members' area would be open to all members."""
    from wagtail.actions.copy_page import CopyPageAction
    from wagtail.models import Page

    stock = CopyPageAction._copy_page

    def _copy_page(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        with transaction.atomic():
            copy = stock(self, page, *args, **kwargs)
            carry_restrictions(page, copy)
        return copy

    CopyPageAction._copy_page = _copy_page


def _say_why_a_decision_was_refused() -> None:
    """An approval publishes, and may be refused for what the page names: the dialog says so, and nothing is done."""
    from wagtail.admin import messages
    from wagtail.admin.views.generic.workflow import WorkflowAction

    stock = WorkflowAction.post

    def post(self: WorkflowAction, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return stock(self, request, *args, **kwargs)
        except ValidationError as refused:
            if request.headers.get("x-requested-with") != "XMLHttpRequest":
                messages.error(request, " ".join(refused.messages))
                return redirect(self.redirect_url)
            form = self.form_class(request.POST)
            form.add_error(None, refused)
            return self.render_modal_form(request, form)

    WorkflowAction.post = post


def _note_what_is_sent_while_choosing() -> None:
    """The dialogs in which a picture or document is chosen keep a new one without a word in the audit log."""
    from wagtail.documents.views.chooser import DocumentChooserUploadView
    from wagtail.images.views.chooser import ImageUploadView

    for view in (DocumentChooserUploadView, ImageUploadView):
        view.save_form = _noting(view.save_form)


def _noting(stock: Callable[..., Any]) -> Callable[..., Any]:
    def save_form(self: Any, form: Any) -> Any:
        with transaction.atomic():
            file = stock(self, form)
            note_added(file, by=person_of(self.request))
        return file

    return save_form


def carry_restrictions(source: Any, copy: Any) -> None:
    """Give a copy every restriction that stands on its source itself, each once."""
    present = {frozenset(each.groups.all()) for each in copy.view_restrictions.all()}
    for restriction in source.view_restrictions.all():
        groups = frozenset(restriction.groups.all())
        if groups not in present:
            carried = copy.view_restrictions.create(restriction_type=restriction.restriction_type)
            carried.groups.set(groups)
