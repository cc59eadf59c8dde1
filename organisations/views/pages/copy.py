"""Copying a page, beginning it in another language, and making a page of its own of one that only repeats another."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.pages.convert_alias import ConvertAliasView
from wagtail.models import Locale, Page

from accounts.requests import person_of
from content.references import check_references
from organisations import permissions
from organisations.actions.copying import copy_page, languages_for, translate_page
from organisations.actions.moving import places_beside
from organisations.models import OrganisationPage
from organisations.roles import WRITING
from organisations.views.workspace import back_from


class Place(forms.ModelChoiceField):
    """A page of one's own, further in the deeper it stands below `top`."""

    top = 0

    def label_from_instance(self, place: Page) -> str:
        return "— " * (place.depth - self.top) + place.draft_title


class CopyForm(forms.Form):
    new_title = forms.CharField(
        label=gettext_lazy("Title of the copy"),
        max_length=255,
        help_text=gettext_lazy("By it you tell the two apart; it can be changed later."),
    )
    new_slug = forms.SlugField(
        label=gettext_lazy("Last part of its address"),
        allow_unicode=True,
        max_length=255,
        help_text=gettext_lazy("Letters, numbers and hyphens. No other page in the same place may have it."),
        error_messages={"invalid": gettext_lazy("Use letters, numbers and hyphens only.")},
    )
    new_parent_page = Place(
        queryset=Page.objects.none(),
        label=gettext_lazy("Below which page?"),
        empty_label=None,
        help_text=gettext_lazy("A copy belongs to the same organisations as the page, so it stands among their pages."),
        error_messages={
            "invalid_choice": gettext_lazy("A copy of this page cannot stand there. Choose another place.")
        },
    )
    copy_subpages = forms.BooleanField(
        label=gettext_lazy("With the pages below it"),
        required=False,
        help_text=gettext_lazy("They become drafts too."),
    )

    def __init__(self, *args: Any, page: Page, places: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Place, self.fields["new_parent_page"])
        field.top = min((place.depth for place in places), default=0)
        field.queryset = Page.objects.filter(pk__in=[place.pk for place in places]).order_by("path")
        if page.is_leaf():
            del self.fields["copy_subpages"]


class TranslateForm(forms.Form):
    locales = forms.ModelMultipleChoiceField(
        queryset=Locale.objects.none(),
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The page begins there as a draft with the text of this one, for you to translate."),
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    include_subtree = forms.BooleanField(
        label=gettext_lazy("With the pages below it"),
        required=False,
        help_text=gettext_lazy("They become drafts too."),
    )

    def __init__(self, *args: Any, page: Page, languages: list[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["locales"])
        field.queryset = Locale.objects.filter(pk__in=[locale.pk for locale in languages])
        if page.is_leaf():
            del self.fields["include_subtree"]


class _OfOwnPage(FormView):
    """A form about one page. Raises Http404 for those who do not work on it, and for what stands above all of it."""

    http_method_names = ["get", "post"]

    @cached_property
    def page(self) -> Page:
        own = permissions.organisation_pages(self.request.user, *WRITING)
        page = get_object_or_404(own, pk=self.kwargs["page_id"]).specific
        if isinstance(page, OrganisationPage) or not page.permissions_for_user(self.request.user).can_copy():
            raise Http404
        return page

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act, or show the refusal in the form; nothing was done then."""
        try:
            return self.act(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)

    def act(self, form: forms.Form) -> HttpResponse:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, page=self.page, back=back_from(self.page, person_of(self.request)))


class CopyPage(_OfOwnPage):
    template_name = "organisations/admin/pages/copy.html"
    form_class = CopyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        places = places_beside(self.page, person_of(self.request))
        return super().get_form_kwargs() | {"page": self.page, "places": places}

    def get_initial(self) -> dict[str, Any]:
        page = self.page
        return {"new_title": page.draft_title, "new_slug": page.slug, "new_parent_page": page.get_parent().pk}

    def act(self, form: forms.Form) -> HttpResponse:
        asked = form.cleaned_data
        copy = copy_page(
            self.page,
            asked["new_parent_page"],
            by=person_of(self.request),
            title=asked["new_title"],
            slug=asked["new_slug"],
            with_subpages=asked.get("copy_subpages", False),
        )
        messages.success(self.request, _("The copy is a draft. Change it, and publish it when it is ready."))
        return redirect("wagtailadmin_pages:edit", copy.pk)


class TranslatePage(_OfOwnPage):
    template_name = "organisations/admin/pages/translate.html"
    form_class = TranslateForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"page": self.page, "languages": self.languages}

    @cached_property
    def languages(self) -> list[Locale]:
        return languages_for(self.page, person_of(self.request))

    def act(self, form: forms.Form) -> HttpResponse:
        with_subpages = form.cleaned_data.get("include_subtree", False)
        with transaction.atomic():
            made = [
                translate_page(self.page, locale, by=person_of(self.request), with_subpages=with_subpages)
                for locale in form.cleaned_data["locales"]
            ]
        messages.success(self.request, _("The page was begun there as a draft, with the text of this one."))
        return redirect("wagtailadmin_pages:edit", made[0].pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = self.page.get_translations(inclusive=True).values("locale_id")
        missing = Locale.objects.exclude(pk__in=there).exclude(pk__in=[each.pk for each in self.languages])
        return super().get_context_data(**kwargs, languages=self.languages, missing=list(missing))


class ConvertAlias(ConvertAliasView):
    """Makes an ordinary page of one that repeats another; whoever may read it stays the same."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_references(self.page, by=person_of(request))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().post(request, *args, **kwargs)
