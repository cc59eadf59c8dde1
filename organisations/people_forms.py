"""What is asked when an organisation or a circle is opened, and when people are invited, changed or admitted."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.countries import choices as countries
from content.days import LastDayField
from organisations import roles
from organisations.actions.opening import LONGEST_ADDRESS, NewOrganisation
from organisations.models import Circle


def add_errors(form: forms.Form, refusal: ValidationError) -> None:
    """Show in a form why an action refused, at the field that the refusal names where the form has it."""
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for field, words in told.items():
        form.add_error(field if field in form.fields else None, list(words))


def _email(help_text: Any) -> forms.EmailField:
    widget = forms.EmailInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"})
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid": _("This is no e-mail address. Write one, such as name@example.org.")},
    )


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mail"),
        choices=settings.LANGUAGES,
        help_text=_("The language in which this person reads best. They can choose another one later."),
    )


def _named(languages: Iterable[str]) -> list[tuple[str, str]]:
    """These languages as choices, in the order of the site."""
    offered = set(languages)
    return [(code, name) for code, name in settings.LANGUAGES if code in offered]


def _last_day() -> LastDayField:
    return LastDayField(
        label=_("Last day"),
        required=False,
        help_text=_("On the day after, all access ends by itself. Empty means without end."),
    )


class OpenOrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("As the organisation writes itself, in any script."),
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    acronym = forms.CharField(
        label=_("Acronym"), max_length=30, required=False, help_text=_("The short form of the name, if there is one."),
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Leave it empty when it must not show.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput({"dir": "ltr"}),
        help_text=_("The last part of the address of its page. Left empty, it is made from a name in Latin letters."),
        error_messages={"invalid": _("Use small Latin letters, numbers and hyphens, as in casa-faro.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of its workspace"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It gets a page of its own in each of them."),
        error_messages={"required": _("Choose at least one language.")},
    )
    email = _email(_("Of the person who is going to coordinate it. They get a link that works once, for a week."))
    language = _language()

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["languages"]).choices = _named(languages)
        cast(forms.ChoiceField, self.fields["country"]).choices = [("", _("not shown")), *countries()]

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()

    def new(self) -> NewOrganisation:
        """What was asked for. The form must be valid."""
        asked = self.cleaned_data
        return NewOrganisation(
            name=" ".join(asked["name"].split()),
            languages=tuple(asked["languages"]),
            slug=asked["slug"],
            acronym=" ".join(asked["acronym"].split()),
            country=asked["country"],
        )


class AddLanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("One more language"))

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = _named(languages)


class InviteCoordinatorForm(forms.Form):
    email = _email(_("They get a link that works once, for a week. You are not told whether they have an account."))
    language = _language()
    until = _last_day()


class InviteForm(InviteCoordinatorForm):
    """Who is invited, as what. Which roles whoever invites may give is asked again when it is done."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(code, roles.ORGANISATION_ROLES.named(code).label) for code in roles.GIVEN_BY_COORDINATORS],
        help_text=_(
            "Readers read members’ material. Writers write drafts as well. Editors publish as well. Another "
            "coordinator is invited by the secretariat."
        ),
    )
    field_order = ["email", "role", "until", "language"]


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    until = _last_day()

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*roles.GIVEN_BY_COORDINATORS, *([role] if role not in roles.GIVEN_BY_COORDINATORS else [])]
        table = roles.ORGANISATION_ROLES
        cast(forms.ChoiceField, self.fields["role"]).choices = [(code, table.named(code).label) for code in offered]


class OpenCircleForm(forms.ModelForm):
    class Meta:
        model = Circle
        fields = ["name", "needs_second_factor"]
        error_messages = {"name": {"unique": _("There is a circle of this name already.")}}


class RenameCircleForm(forms.ModelForm):
    class Meta:
        model = Circle
        fields = ["name"]
        error_messages = OpenCircleForm.Meta.error_messages


class CloseCircleForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, close it for good"),
        help_text=_("Nobody can be admitted again, and there is no way back."),
        error_messages={"required": _("Say that you mean it: a closed circle cannot be opened again.")},
    )


class AdmitForm(forms.Form):
    email = _email(_("The address with which this person signs in here."))
    until = _last_day()
