"""What a member fills in to propose an entry."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directory.actions import Change, ContactDraft
from directory.contact_values import cleaned_link
from directory.models import ContactKind
from organisations.models import Organisation
from organisations.permissions import organisations_of


class NominationForm(forms.Form):
    """A name, what they do, where to look them up. Everything else is found out by those who check."""

    organisation: forms.ModelChoiceField = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("You propose for"),
        empty_label=None,
        help_text=_("Vetters of this organisation will not vote on the proposal."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("What they do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences, in the language of this page."),
    )
    website = forms.CharField(label=_("Website"), max_length=500, required=False, help_text=_("Begins with https://"))

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["organisation"]
        choices.queryset = organisations_of(person)  # type: ignore[attr-defined]  # it is the ModelChoiceField above

    def clean_website(self) -> str:
        value = self.cleaned_data["website"]
        return cleaned_link(value) if value else ""

    def change(self) -> Change:
        """The proposal as a change to a new entry, in the language of the page."""
        language = get_language()
        website = self.cleaned_data["website"]
        contacts = [ContactDraft(ContactKind.WEBSITE, website)] if website else []
        texts = {f"{name}_{language}": self.cleaned_data[name] for name in ("name", "summary")}
        return Change(fields=texts, contacts=contacts)
