"""The draft of a page as it is shown to one person, and the screen on which it is shared and ended."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import Page

from accounts.requests import person_of
from accounts.second_factor import session_has_second_factor
from organisations import permissions, rules
from organisations.actions.drafts import end_shared_draft, share_draft
from organisations.forms import DraftForm
from organisations.models import AccessPolicy, PageAccess
from organisations.naming import call_readers
from organisations.viewer import viewer_for
from organisations.views.audience import publishable
from organisations.withdrawn import in_place_of_draft

END = "end"


@require_safe
def shared_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The latest draft of one page, for the one person whom it was sent; of one that was withdrawn for safety, why.
    Raises Http404 for everybody else.

    What it names is checked again when it is made: for somebody who could not read the page itself only what is public
    stands in it.
    """
    if not token.isprintable():
        raise Http404
    drafts = permissions.readable_drafts(request.user, second_factor=session_has_second_factor(request))
    shared = get_object_or_404(drafts.select_related("page"), token=token)
    if withdrawn := in_place_of_draft(shared.page, request):
        return withdrawn
    draft = shared.page.specific.get_latest_revision_as_object()
    if not draft.preview_modes:
        raise Http404
    if not rules.satisfied(shared.page.access.policy.rule, viewer_for(request).principals):
        _name_only_what_is_public(draft, shared.page.access)
    request.is_preview = True  # type: ignore[attr-defined]  # as Wagtail says it
    with translation.override(draft.locale.language_code):
        response = draft.serve_preview(request, draft.default_preview_mode)
        response = response.render() if hasattr(response, "render") else response
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _name_only_what_is_public(draft: Page, access: PageAccess) -> None:
    """Let a draft tell of other pages and of files only as if everybody read it: this reader is none of those whom the
    page is for, who may read what it names."""
    PageAccess(page=draft, owner=access.owner, policy=AccessPolicy(rule=[]), published=access.published)


def drafts(request: HttpRequest, page_id: int) -> HttpResponse:
    """To whom the draft of this page is shown, and to whom else. Raises Http404 for those who may not publish it."""
    page, step = publishable(request, page_id), request.POST.get("step", "")
    if request.method == "POST" and step == END:
        _end(request, page)
        return redirect("organisations_admin:drafts", page.pk)
    form = DraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _share(request, page, form):
        return redirect("organisations_admin:drafts", page.pk)
    shared = call_readers(permissions.endable_drafts(person_of(request), page), person_of(request))
    context = {"page": page, "form": form, "rows": [(each, _address(request, each.token)) for each in shared]}
    return render(request, "organisations/admin/readers/drafts.html", context)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("shared_draft", args=[token]))


def _share(request: HttpRequest, page: Page, form: DraftForm) -> bool:
    """Share it as the form says; a refusal is shown in the form."""
    try:
        share_draft(page, email=form.cleaned_data["email"], until=form.cleaned_data["until"], by=person_of(request))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("The address is in the list. Nobody is told: send it to them yourself."))
    return True


def _end(request: HttpRequest, page: Page) -> None:
    shared = get_object_or_404(permissions.endable_drafts(person_of(request), page), pk=request.POST.get("draft", 0))
    call_readers([shared], person_of(request))
    end_shared_draft(shared, by=person_of(request))
    messages.success(request, _("%(person)s cannot read the draft any more.") % {"person": shared.called})
