"""Withdrawing a page, a picture or a document for safety: what goes is said first, and what is left afterwards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from accounts.models import User
from accounts.requests import person_of
from content.models import NetworkDocument, NetworkImage
from organisations import permissions
from organisations.actions.file_withdrawal import File, withdraw_file
from organisations.actions.withdrawal import (
    files_that_go,
    open_again,
    pages_withdrawn_with,
    seen_of,
    withdraw_page,
)
from organisations.models import WithdrawnPage
from organisations.remains import Remains, told_to

AT_ONCE = 20


class WithdrawalForm(forms.Form):
    """Why something is withdrawn for safety, and whether that is meant."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Whoever could read it reads this at its address. Do not repeat what is dangerous."),
        error_messages={"required": gettext_lazy("Say why, in words that everybody may read.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, delete all of this everywhere. I know that nobody can bring it back."),
        error_messages={"required": gettext_lazy("Say that you mean it: what is deleted cannot be brought back.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class _Withdraw(FormView):
    """Asks, withdraws, and says where it still stands."""

    form_class = WithdrawalForm
    template_name = "organisations/admin/withdraw.html"
    http_method_names = ["get", "post"]
    thing: Any

    def form_valid(self, form: WithdrawalForm) -> HttpResponse:
        said = {"reason": form.cleaned_data["reason"], "language": get_language() or ""}
        try:
            remains = self.act(form.cleaned_data["seen"], **said)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("It is withdrawn: its words and files are gone."))
        if told := told_to(person_of(self.request), remains):
            return self.render_to_response({"told": told, "title": ""})
        return redirect("organisations_admin:withdraw")

    def act(self, seen: str, **said: str) -> Remains:
        raise NotImplementedError


class WithdrawPage(_Withdraw):
    """A page, its languages and the pages below it. Of one that is withdrawn, why, and the door to write there again.
    Raises Http404 for those who may not."""

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        self.thing = get_object_or_404(permissions.withdrawable_pages(person_of(request)), pk=page_id).specific
        self.withdrawn = WithdrawnPage.objects.filter(page_id=page_id, closed=True).first()
        return super().dispatch(request, page_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.withdrawn is None:
            return super().post(request, *args, **kwargs)
        if request.POST.get("step") != "open":
            raise Http404
        get_object_or_404(permissions.reopenable_pages(person_of(request)), pk=self.thing.pk)
        open_again(self.thing, by=person_of(request))
        messages.success(request, _("Something else can be written there now. Publish it to end the withdrawal."))
        return redirect("wagtailadmin_pages:edit", self.thing.pk)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": seen_of(pages_withdrawn_with(self.thing, by=person_of(self.request)))}

    def act(self, seen: str, **said: str) -> Remains:
        # An empty one was not shown to anybody.
        return withdraw_page(self.thing, by=person_of(self.request), seen=seen or "nothing", **said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        goes = [] if self.withdrawn else pages_withdrawn_with(self.thing, by=person)
        shown = Page.objects.filter(pk__in=[self.thing.pk, *(one.pk for one in goes)])
        told = dict(_as_told(shown, person).values_list("pk", "told"))
        return super().get_context_data(
            **kwargs,
            title=told[self.thing.pk],
            page=self.thing,
            withdrawn=self.withdrawn,
            may_open=permissions.reopenable_pages(person).filter(pk=self.thing.pk).exists(),
            goes=[(told[one.pk], one.locale.language_code) for one in goes if one.pk != self.thing.pk],
            files=[] if self.withdrawn else files_that_go(self.thing, by=person),
        )


class _WithdrawFile(_Withdraw):
    model: type[File]

    def dispatch(self, request: HttpRequest, file_id: int) -> HttpResponseBase:
        files = permissions.withdrawable_files(person_of(request), self.model._default_manager.all())
        self.thing = get_object_or_404(files, pk=file_id)
        return super().dispatch(request, file_id)

    def act(self, seen: str, **said: str) -> Remains:
        return withdraw_file(self.thing, by=person_of(self.request), **said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, title=self.thing.title, file=self.thing)


class WithdrawPicture(_WithdrawFile):
    model = NetworkImage


class WithdrawDocument(_WithdrawFile):
    model = NetworkDocument


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The pages, pictures and documents that this person may withdraw, by a part of their titles or addresses, and what
    the apps above keep. These register a Wagtail hook:

        @hooks.register("withdrawable_elsewhere")
        def things(person, words, at_most): ...

    which returns what these things are called together, and for each its title and the address of its screen; None for
    somebody whom they do not concern.
    """
    words, person = request.GET.get("q", "").strip()[:200], person_of(request)
    slug = words.rstrip("/").rsplit("/", 1)[-1]
    by_title = Q(title__icontains=words)
    pages = _as_told(permissions.withdrawable_pages(person).exclude(withdrawal__closed=True), person)
    pages = pages.filter(by_title | Q(told__icontains=words) | Q(slug__icontains=slug))
    pictures, documents = (
        permissions.withdrawable_files(person, model.objects.all()).filter(by_title)
        for model in (NetworkImage, NetworkDocument)
    )
    kinds = [
        (_("Pages"), _rows(pages.order_by("-changed", "pk"), "withdraw_page")),
        (_("Pictures"), _rows(pictures.order_by("-created_at", "pk"), "withdraw_picture")),
        (_("Files"), _rows(documents.order_by("-created_at", "pk").defer("text"), "withdraw_document")),
    ]
    elsewhere = (hook(person, words, AT_ONCE) for hook in hooks.get_hooks("withdrawable_elsewhere"))
    kinds += [kind for kind in elsewhere if kind]
    return render(request, "organisations/admin/withdraw_find.html", {"words": words, "kinds": kinds})


def _as_told(pages: QuerySet[Page], person: User) -> QuerySet[Page]:
    """These pages, each with `told`, what this person is told it is called, and `changed`, when it was: of one that
    they publish as it is drafted, of all others, which the secretariat may withdraw, as it was published."""
    own = Q(pk__in=permissions.publishable_pages(person).values("pk"))
    return pages.annotate(
        told=Case(When(own, then=F("draft_title")), default=F("title")),
        changed=Case(When(own, then=F("latest_revision_created_at")), default=F("last_published_at")),
    )


def _rows(things: QuerySet, address: str) -> list[tuple[str, str]]:
    """The title and the address of the screen for each of the first of these."""
    return [
        (
            getattr(thing, "told", "") or thing.title,
            reverse(f"organisations_admin:{address}", args=[thing.pk]),
        )
        for thing in things[:AT_ONCE]
    ]
