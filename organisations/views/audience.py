"""Who may read a page: the dialog that replaces Wagtail's, and the question asked before a first publication."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page

from accounts.requests import person_of
from organisations.actions.audiences import Kind, audience_of, set_audience
from organisations.forms import AudienceForm, as_choice
from organisations.permissions import organisation_pages
from organisations.readers import describe
from organisations.roles import PUBLISHING
from organisations.views.workspace import back_from


def set_privacy(request: HttpRequest, page_id: int) -> HttpResponse:
    """The dialog behind “Visible to …” in the editor. Raises Http404 for those who may not publish the page."""
    page = _publishable(request, page_id)
    form = _form(request, page)
    if request.method == "POST" and form.is_valid() and _set(request, page, form):
        public = form.cleaned_data["audience"].kind == Kind.PUBLIC
        return render_modal_workflow(
            request, None, None, None, json_data={"step": "set_privacy_done", "is_public": public}
        )
    return render_modal_workflow(
        request, "organisations/admin/set_privacy.html", None, _context(page, form), json_data={"step": "set_privacy"}
    )


def publish_to(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask who may read, then publish the latest draft. Raises Http404 for those who may not publish the page."""
    page = _publishable(request, page_id)
    form = _form(request, page)
    if request.method == "POST" and form.is_valid() and _publish(request, page, form):
        messages.success(request, _said(page) % {"title": page.get_admin_display_title()})
        return redirect(back_from(page, person_of(request)))
    return render(request, "organisations/admin/publish_to.html", _context(page, form))


def _publishable(request: HttpRequest, page_id: int) -> Page:
    pages: QuerySet[Page] = organisation_pages(request.user, *PUBLISHING)
    return get_object_or_404(pages, pk=page_id).specific


def _form(request: HttpRequest, page: Page) -> AudienceForm:
    if request.method == "POST":
        return AudienceForm(request.POST, person=person_of(request))
    return AudienceForm(person=person_of(request), initial={"audience": as_choice(audience_of(page))})


def _set(request: HttpRequest, page: Page, form: AudienceForm) -> bool:
    """Set the audience that the form names; a refusal is shown in the form."""
    try:
        set_audience(page, form.cleaned_data["audience"], by=person_of(request))
    except ValidationError as refusal:
        form.add_error("audience", refusal)
        return False
    return True


def _publish(request: HttpRequest, page: Page, form: AudienceForm) -> bool:
    """Set the audience and publish to it, or neither; a refusal is shown in the form."""
    try:
        with transaction.atomic():
            if not _set(request, page, form):
                return False
            page.get_latest_revision().publish(user=person_of(request))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _said(page: Page) -> str:
    """What happened to a page that was published, or waits for the day that it names."""
    if Page.objects.get(pk=page.pk).live:
        return _("“%(title)s” is published.")
    return _("“%(title)s” is going to be published at the time that it names.")


def _context(page: Page, form: AudienceForm) -> dict[str, object]:
    above = page.access.policy.rule
    return {"page": page, "form": form, "rule": describe(above)}
