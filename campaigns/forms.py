"""What editors fill in: the campaign itself, and how it ended."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns import addresses
from content.countries import choices as country_choices
from content.days import NOT_A_DAY, DayInput
from content.forms import NetworkPageForm


class CampaignForm(NetworkPageForm):
    """The editor of a campaign. What only readers need is asked for when it is submitted or published, not before."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        choices=country_choices,
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Where it happens. Readers and search filter by it. Leave empty when naming a place is a danger."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        slug, campaign = cleaned.get("slug"), self.instance
        if campaign.pk is None and slug and campaign.is_address_taken(slug):
            self.add_error("slug", addresses.TAKEN)
        if not self.is_deferred_validation:
            self._check_what_readers_need(cleaned)
        return cleaned

    def _check_what_readers_need(self, cleaned: dict) -> None:
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error(
                "picture_alt", gettext("Say in a sentence what the picture shows, for people who cannot see it.")
            )
        if cleaned.get("notice") and not cleaned.get("notice_until"):
            self.add_error(
                "notice_until", gettext("Write the last day on which the notice shows. It can be changed later.")
            )


class EndingForm(forms.Form):
    """How a campaign ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            ("won", _("Won: what was demanded was granted")),
            ("closed", _("Closed: it ends without that")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("On which day?"), widget=DayInput, error_messages={"invalid": NOT_A_DAY})
    words = forms.CharField(
        label=_("What happened, in one sentence?"),
        max_length=300,
        help_text=_("For example: “All fourteen dismissals were annulled after two years.” Shown under the demand."),
    )

    def __init__(self, *args: Any, began_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began_on = began_on

    def clean_on(self) -> date:
        """The day; refused when it is still to come or before the campaign began."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(
                gettext("This day is still to come. Write the day on which it ended, at the latest today.")
            )
        if on < self.began_on:
            raise forms.ValidationError(gettext("This is before the campaign began. Write a later day."))
        return on
