"""Who may read a page: the dialog that replaces Wagtail's, and the question asked before a first publication.

Both ask a second time, on the same screen, before anybody could read more than today.
"""

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page

from accounts.requests import person_of
from organisations.actions.audiences import Audience, Kind, audience_of, keep_audience
from organisations.actions.changing_audience import AudienceChange, change_audience, plan_audience, rule_above
from organisations.forms import AudienceForm, as_choice
from organisations.permissions import organisation_pages
from organisations.roles import PUBLISHING
from organisations.views.workspace import back_from
from organisations.wording import change_in_words, wording_for

Act = Callable[[Audience, str], AudienceChange]


def answered(
    form: forms.Form, seen: str, plan: Callable[[Audience], AudienceChange], act: Act
) -> tuple[AudienceChange | None, AudienceChange | None]:
    """The change of audience that was made, or the one that is to be confirmed first.

    Arguments: form, a valid one, which shows what is refused; seen, the change that was confirmed; plan, what a change
    would mean; act, what is done with one that was confirmed or needs no confirmation. Both raise ValidationError.
    """
    audience = form.cleaned_data["audience"]
    try:
        change = plan(audience)
        if change.widened and seen != change.seen:
            if seen:
                form.add_error(None, _("Something changed meanwhile. Read again who could read it."))
            return None, change
        return act(audience, seen), None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None, None


class Asking:
    """One request to give a page another audience: what was answered, and what there is to confirm.

    Arguments: act, what is done with a change that was confirmed or needs no confirmation; it raises ValidationError;
    is_sent, whether this is what the request sends.
    """

    def __init__(self, request: HttpRequest, page: Page, act: Act, *, is_sent: bool) -> None:
        self.request, self.page = request, page
        self.done: AudienceChange | None = None
        self.to_confirm: AudienceChange | None = None
        person = person_of(request)
        if not is_sent:
            self.form = AudienceForm(person=person, initial={"audience": as_choice(audience_of(page))})
            return
        self.form = AudienceForm(request.POST, person=person)
        if self.form.is_valid():
            seen = request.POST.get("seen", "")
            self.done, self.to_confirm = answered(self.form, seen, partial(plan_audience, page), act)

    @property
    def context(self) -> dict[str, object]:
        """What the templates show."""
        words = wording_for(self.request, self.page)
        context = {"page": self.page, "form": self.form, "rule": words.rule(self.page.access.policy.rule)}
        context["above"] = words.rule(rule_above(self.page))
        if self.to_confirm:
            others = set(self.to_confirm.widened) - {self.page.pk}
            mine = organisation_pages(self.request.user, *PUBLISHING).filter(pk__in=others)
            context["asked"] = change_in_words(self.to_confirm, words, others=mine.count())
        return context


def set_privacy(request: HttpRequest, page_id: int) -> HttpResponse:
    """The dialog behind “Visible to …” in the editor. Raises Http404 for those who may not publish the page."""
    page = publishable(request, page_id)
    asking = Asking(request, page, changes(request, page), is_sent=request.method == "POST")
    if asking.done and not asking.done.is_same:
        public = asking.done.audience.kind == Kind.PUBLIC
        return render_modal_workflow(
            request, None, None, None, json_data={"step": "set_privacy_done", "is_public": public}
        )
    context = asking.context | {"is_same": asking.done is not None}
    return render_modal_workflow(
        request, "organisations/admin/set_privacy.html", None, context, json_data={"step": "set_privacy"}
    )


def publish_to(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask who may read, then publish the latest draft. Raises Http404 for those who may not publish the page."""
    page = publishable(request, page_id)
    act = partial(_publish, request, page)
    asking = Asking(request, page, act, is_sent=request.method == "POST")
    if asking.done:
        return redirect(back_from(page, person_of(request)))
    return render(request, "organisations/admin/publish_to.html", asking.context)


def publishable(request: HttpRequest, page_id: int) -> Page:
    """This page. Raises Http404 for those who may not publish it."""
    return get_object_or_404(organisation_pages(request.user, *PUBLISHING), pk=page_id).specific


def changes(request: HttpRequest, page: Page) -> Act:
    """What gives this page another audience, in the name of whoever asks."""
    return lambda audience, seen: change_audience(page, audience, by=person_of(request), seen=seen)


def _publish(request: HttpRequest, page: Page, audience: Audience, seen: str) -> AudienceChange:
    """Set the audience and publish to it, or neither; what was published just so already is not published again."""
    person, title = person_of(request), page.get_admin_display_title()
    with transaction.atomic():
        change = change_audience(page, audience, by=person, seen=seen)
        if change.is_same and page.live and not page.has_unpublished_changes:
            messages.info(request, _("“%(title)s” is published for these readers already.") % {"title": title})
            return change
        if change.is_same:
            keep_audience(page, by=person)
        page.get_latest_revision().publish(user=person)
    messages.success(request, _said(page) % {"title": title})
    return change


def _said(page: Page) -> str:
    """What happened to a page that was published, or waits for the day that it names."""
    if Page.objects.get(pk=page.pk).live:
        return _("“%(title)s” is published.")
    return _("“%(title)s” is going to be published at the time that it names.")
