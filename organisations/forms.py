"""The questions asked of an editor about who may read."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from content.days import LastDayField
from organisations.actions.audiences import Audience, Kind
from organisations.models import Circle, Organisation
from organisations.permissions import askable_organisations, invitable_organisations
from organisations.viewer import Viewer

CIRCLE_PREFIX = "circle:"
KINDS = [
    (Kind.PUBLIC.value, _("Everybody")),
    (Kind.MEMBERS.value, _("Members of the network")),
    (Kind.ORGANISATION.value, _("Only the organisations that own it")),
]


class AudienceField(forms.ChoiceField):
    """Who may read: the four answers, with the circles that this person belongs to and no others."""

    def __init__(self, person: User | None = None, **options: Any) -> None:
        options.setdefault("label", _("Who may read this?"))
        options.setdefault("widget", forms.RadioSelect)
        options.setdefault(
            "help_text",
            _("What stands above this page counts as well: nobody can read it who may not read the pages above it."),
        )
        super().__init__(choices=[*KINDS, *circle_choices(person)], **options)

    def clean(self, value: str) -> Audience:
        """The audience. Raises ValidationError for an answer that was not offered."""
        word = super().clean(value)
        if word.startswith(CIRCLE_PREFIX):
            return Audience(Kind.CIRCLE, Circle.objects.get(uuid=word.removeprefix(CIRCLE_PREFIX)))
        return Audience(Kind(word))


def circle_choices(person: User | None) -> list[tuple[str, str]]:
    if person is None:
        return []
    places = person.circle_memberships.current().select_related("circle")
    return [(f"{CIRCLE_PREFIX}{place.circle.uuid}", str(place.circle)) for place in places]


def as_choice(audience: Audience | None) -> str:
    """The value under which the form offers this audience; empty for one that it does not offer."""
    if audience is None:
        return ""
    if audience.circle is not None:
        return f"{CIRCLE_PREFIX}{audience.circle.uuid}"
    return str(audience.kind.value)


class AudienceForm(forms.Form):
    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"] = AudienceField(person)


class FilesAudienceForm(AudienceForm):
    """The same about the files of a collection."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].label = _("Who may read what is in it?")
        self.fields["audience"].help_text = _("When fewer people may read, the files get new addresses.")


class ApprovalForm(forms.Form):
    """What an approver says when a page is to be published. Circles are set on the page itself."""

    audience = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=[*KINDS, ("keep", _("Those whom the page names already"))],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}))

    def chosen(self) -> Audience | None:
        """The audience that was chosen, None for leaving it as it is. The form must be valid."""
        # Wagtail carries the cleaned words through the browser as JSON, so they stay words until they are used.
        word = self.cleaned_data["audience"]
        return None if word == "keep" else Audience(Kind(word))


class AskOwnerForm(forms.Form):
    """Which organisation is asked to own a page together with those that own it."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        label=_("Organisation"),
        empty_label=_("Choose an organisation"),
        help_text=_("It is told the title of this page and who owns it. It is named on the page only when it agrees."),
        error_messages={
            "required": _("Choose the organisation that you want to ask."),
            "invalid_choice": _("This organisation cannot be asked: it owns the page, was asked or is not active."),
        },
    )

    def __init__(self, *args, page: Page, viewer: Viewer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        field.queryset = askable_organisations(viewer, page)


def _address_of_a_reader(**options: Any) -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address of a person"),
        help_text=_("The one with which they sign in. Whether somebody does is not told."),
        **options,
    )


def _last_day_of_reading() -> LastDayField:
    return LastDayField(
        label=_("Until"),
        help_text=_("The last day on which they may read it. You can end it before."),
        error_messages={"required": _("Choose the last day on which they may read it.")},
    )


class GuestForm(forms.Form):
    """Who becomes a guest of a page, and until when."""

    email = _address_of_a_reader(required=False)
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Or an organisation"),
        empty_label=_("No organisation"),
        help_text=_("All its people, as long as it is active."),
        error_messages={"invalid_choice": _("This organisation cannot be invited: it owns the page or is not active.")},
    )
    until = _last_day_of_reading()

    def __init__(self, *args, page: Page, person: User, viewer: Viewer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        field.queryset = invitable_organisations(person, viewer, page)

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if not self.errors and bool(sent["email"]) == bool(sent["organisation"]):
            raise ValidationError(_("Write the address of a person, or choose an organisation: one of the two."))
        return sent


class DraftForm(forms.Form):
    """Who reads a draft, and until when."""

    email = _address_of_a_reader(error_messages={"required": _("Write the address with which they sign in.")})
    until = _last_day_of_reading()
