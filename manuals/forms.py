"""What editors fill in when an edition is released, now or later, or taken back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.days import MomentField
from content.languages import own_name
from manuals.actions import Release
from manuals.books import doi_of, isbn_of
from manuals.models import Edition


class ReleaseForm(forms.Form):
    """The next edition of a manual, in the languages in which it is published."""

    number = forms.CharField(
        label=_("Number"),
        max_length=12,
        help_text=_(
            "2.0 when old advice is out of date, 1.1 for new advice that agrees with the old, 1.0.1 when only words "
            "were mended: then it stands in the list of corrections, and readers are not told of a new edition."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All that you choose are released together, or none."),
    )
    isbn = forms.CharField(label="ISBN", max_length=20, required=False, widget=forms.TextInput({"dir": "ltr"}))
    doi = forms.CharField(label="DOI", max_length=120, required=False, widget=forms.TextInput({"dir": "ltr"}))

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(languages)
        spoken = self.fields["languages"]
        spoken.initial = self.codes
        spoken.choices = [(code, own_name(code)) for code in self.codes]  # type: ignore[attr-defined]  # it is declared above
        for code in self.codes:
            names = {"language": own_name(code)}
            self.fields[f"label_{code}"] = forms.CharField(
                label=gettext("Name of the edition (%(language)s)") % names,
                max_length=60,
                required=False,
                help_text=_("Where it has one, for example “third edition”."),
            )
            self.fields[f"changes_{code}"] = forms.CharField(
                label=gettext("What changed (%(language)s)") % names,
                max_length=2000,
                required=False,
                widget=forms.Textarea({"rows": 3}),
                help_text=_(
                    "For readers of the edition before. Needed when its advice is out of date, or words were mended."
                ),
            )
        self.fields["moment"] = MomentField(
            label=_("When?"),
            required=False,
            help_text=gettext(
                "Leave empty to release it now. Otherwise write the moment at which readers see it, in the time of "
                "%(zone)s. Its text stays as it is now: what is published later waits for the edition after it."
            )
            % {"zone": settings.TIME_ZONE},
        )
        self.fields["sure"] = forms.BooleanField(
            label=gettext("Yes, release it. It stays at its address: it can be corrected and withdrawn, not deleted."),
            error_messages={"required": gettext("Say that you mean it: what is released is not deleted any more.")},
        )

    def clean_isbn(self) -> str:
        return isbn_of(self.cleaned_data["isbn"]) if self.cleaned_data["isbn"] else ""

    def clean_doi(self) -> str:
        return doi_of(self.cleaned_data["doi"]) if self.cleaned_data["doi"] else ""

    def release(self) -> Release:
        """What was filled in, as the action takes it. Only of a valid form."""
        data = self.cleaned_data
        return Release(
            number=data["number"],
            languages=tuple(data["languages"]),
            labels={code: data[f"label_{code}"] for code in self.codes},
            changes={code: data[f"changes_{code}"] for code in self.codes},
            isbn=data["isbn"],
            doi=data["doi"],
        )


class MomentForm(forms.Form):
    """Another moment for an edition that waits."""

    moment = MomentField(label=_("When?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = gettext("In the time of %(zone)s. Whoever chooses the moment answers for the release.")
        self.fields["moment"].help_text = words % {"zone": settings.TIME_ZONE}


class WithdrawalForm(forms.Form):
    """Why an edition is taken back, and how far.

    Arguments: only_for_safety, whether all that is left to do is to delete what is dangerous, because the edition is
    not the person's own or is withdrawn already.
    """

    WITHDRAWN = ("withdrawn", _("Withdraw it: its text stays at its address, under your reason"))
    SAFETY = ("safety", _("Withdraw it for safety: its text is deleted everywhere and cannot be brought back"))

    how = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect, choices=[WITHDRAWN, SAFETY])
    reason = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody reads this. Do not repeat what is dangerous."),
    )
    number = forms.CharField(
        label=_("Number of the edition, to be sure"),
        max_length=20,
        required=False,
        help_text=_("Needed when you withdraw it for safety. Write the number as it stands above."),
    )

    def __init__(self, *args: Any, edition: Edition, only_for_safety: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        if only_for_safety:
            how = self.fields["how"]
            how.choices, how.initial = [self.SAFETY], "safety"  # type: ignore[attr-defined]  # it is declared above

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "safety" and cleaned.get("number", "").strip() != self.edition.number:
            words = gettext("Write %(number)s here: what is deleted for safety cannot be brought back.")
            self.add_error("number", words % {"number": self.edition.number})
        return cleaned
