"""What a directory editor fills in: an entry in four languages, its public ways, its restricted ways."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from content.countries import country_code, country_name
from content.days import NOT_A_DAY, DayInput
from content.languages import language_code, language_name
from content.writing import write_in
from directory.actions import Change, ContactDraft
from directory.contact_values import cleaned_fingerprint, cleaned_value
from directory.content import CONTACT_TEXTS, ENTRY_TEXTS, LANGUAGES, TERM_FIELDS, texts_of
from directory.models import ContactAudience, ContactKind, ContactMethod, Entry, Secret

PLAIN = (
    "kind", "level", "organisation", "hosted_by", "worldwide", "always_open", "time_zone", "first_reply_hours",
    "availability", "urgent_appeals", "trigger", "anonymous", "licence",
)  # fmt: skip
CODES = {"countries": (country_code, country_name), "languages": (language_code, language_name),
         "filing_languages": (language_code, language_name)}  # fmt: skip
LONG_TEXTS = ("description", "process", "preconditions", "must_state", "follow_up")


class CodesField(forms.CharField):
    """Several codes, written as names or codes with commas between them."""

    def __init__(self, code_of: Callable[[str], str | None], name_of: Callable[[str], str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.code_of, self.name_of = code_of, name_of

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(self.name_of(code) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The codes. Raises ValidationError that names each word which is no known name."""
        words = [word.strip() for word in str(value or "").replace("،", ",").split(",") if word.strip()]
        unknown = [word for word in words if not self.code_of(word)]
        if unknown:
            raise ValidationError(_("We do not know: %(words)s.") % {"words": ", ".join(unknown)})
        return list(dict.fromkeys(code for word in words if (code := self.code_of(word))))


def _texts_fields(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{text}_{language}" for text in texts for language in LANGUAGES)


def field_words(model: type[Model], name: str) -> tuple[str, str]:
    """The label and the help text of one column."""
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name), str(field.help_text)


def _mark_language(form: forms.BaseForm) -> None:
    """Let each text be written in its own direction, under the name of its language."""
    names = dict(settings.LANGUAGES)
    for name, field in form.fields.items():
        code = name.rsplit("_", 1)[-1]
        if code in names and name != "filing_languages":
            write_in(code, field)
            field.label = names[code]
            field.required = False


class EntryForm(forms.ModelForm):
    """Everything an entry says but its ways to be reached."""

    class Meta:
        model = Entry
        fields = (*PLAIN, *_texts_fields(ENTRY_TEXTS), *TERM_FIELDS)
        widgets = {
            **dict.fromkeys(TERM_FIELDS, forms.CheckboxSelectMultiple),
            **{name: forms.Textarea(attrs={"rows": 5}) for name in _texts_fields(LONG_TEXTS)},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (code_of, name_of) in CODES.items():
            words = _("Names or codes, with commas between them.")
            self.fields[name] = CodesField(code_of, name_of, label=field_words(Entry, name)[0], help_text=words)
            self.initial.setdefault(name, getattr(self.instance, name))
        hosts = Entry.objects.filter(hosted_by=None).exclude(pk=self.instance.pk)
        self.fields["hosted_by"].queryset = hosts  # type: ignore[attr-defined]  # a ModelChoiceField
        _mark_language(self)

    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """The translated fields, each with its label, help text and one field for each language."""
        for text in ENTRY_TEXTS:
            yield *field_words(Entry, text), [self[f"{text}_{language}"] for language in LANGUAGES]

    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in (*PLAIN, *CODES)]

    def term_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in TERM_FIELDS]

    def change(self, contacts: list[ContactDraft]) -> Change:
        """What was filled in, as a change."""
        data = self.cleaned_data
        fields = {name: data[name] for name in (*PLAIN, *CODES)}
        texts = {name: data[name] or "" for name in _texts_fields(ENTRY_TEXTS)}
        return Change(fields | texts, {name: data[name] for name in TERM_FIELDS}, contacts)


class ContactForm(forms.Form):
    """One public way to reach them."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(
        label=_("Number or address"), max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Phones begin with + and the code of the country."),
    )  # fmt: skip
    fingerprint = forms.CharField(label=_("OpenPGP fingerprint"), max_length=100, required=False)
    plain_reason = forms.CharField(label=_("Why not https"), max_length=200, required=False)
    checked_on = forms.DateField(
        label=_("Checked on"), required=False, widget=DayInput, error_messages={"invalid": NOT_A_DAY}
    )
    to_be_checked = forms.BooleanField(
        label=_("Still to be checked"), required=False, help_text=_("It is not listed while this is ticked.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _texts_fields(CONTACT_TEXTS):
            self.fields[name] = forms.CharField(max_length=160, required=False)
        _mark_language(self)

    def has_changed(self) -> bool:
        """Whether something was written in this row. In a new one the kind alone is nothing: a list always sends it."""
        return bool(set(self.changed_data) - (set() if self.initial else {"kind"}))

    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        for text in CONTACT_TEXTS:
            yield *field_words(ContactMethod, text), [self[f"{text}_{language}"] for language in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to_be_checked") or not data.get("value") or not data.get("kind"):
            return data
        for name, check in (
            ("value", lambda: cleaned_value(data["kind"], data["value"], plain_reason=data.get("plain_reason", ""))),
            ("fingerprint", lambda: cleaned_fingerprint(data["kind"], data.get("fingerprint", ""))),
        ):
            try:
                data[name] = check()
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def draft(self) -> ContactDraft:
        data = self.cleaned_data
        return ContactDraft(
            data["kind"], data["value"], data["uuid"],
            {name: data[name] for name in _texts_fields(CONTACT_TEXTS)},
            data["fingerprint"], data["plain_reason"], data["checked_on"], data["to_be_checked"],
        )  # fmt: skip


ContactFormSet = forms.formset_factory(ContactForm, extra=2, can_delete=True)


def contact_initial(contact: ContactMethod) -> dict[str, Any]:
    """A contact method as the form shows it."""
    names = ("uuid", "kind", "value", "fingerprint", "plain_reason", "checked_on", "to_be_checked")
    texts = {
        f"{text}_{language}": words for text in CONTACT_TEXTS for language, words in texts_of(contact, text).items()
    }
    return {name: getattr(contact, name) for name in names} | texts


def drafts_of(formset: Any) -> list[ContactDraft]:
    """The contact methods that a valid formset holds, without those to be deleted and the rows left empty."""
    return [form.draft() for form in formset if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class RestrictedForm(forms.Form):
    """One way to reach them that is kept back. It is sealed when it is saved and never shown in a version."""

    audience = forms.ChoiceField(label=_("Who may read it"), choices=ContactAudience.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Number or address"), max_length=500,
                            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}))  # fmt: skip
    label = forms.CharField(label=_("Label"), max_length=160, required=False)
    hours = forms.CharField(label=_("Hours"), max_length=160, required=False)
    note = forms.CharField(label=_("Safety note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") and data.get("value"):
            try:
                data["value"] = cleaned_value(data["kind"], data["value"])
            except ValidationError as error:
                self.add_error("value", error)
        return data

    def secret(self) -> Secret:
        data = self.cleaned_data
        return Secret(data["value"], data["label"], data["hours"], data["note"])
