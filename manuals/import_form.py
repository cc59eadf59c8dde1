"""What an editor gives to bring a manual in: an archive, and the manual that it becomes."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from content.languages import best_of_each, own_name
from manuals import permissions
from manuals.actions.import_runs import title_is_taken
from manuals.importing.reading import MOST_BYTES
from manuals.models import Licence, ManualPage
from organisations.models import Organisation

NEW = "new-"


class ImportForm(forms.Form):
    """The size of the archive is known before any of it is read."""

    file = forms.FileField(
        label=_("ZIP archive"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=_(
            "Of at most 60 MB, with Markdown files (.md) in UTF-8 and their pictures. Files of a language stand in a "
            "folder such as “es”, or are named such as “risk.es.md”."
        ),
    )
    into = forms.ChoiceField(label=_("Into which manual?"))
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Of a new manual; of others it stays as it is.")
    )
    licence = forms.ChoiceField(
        label=_("Licence of the text"), required=False, choices=[("", "–"), *Licence.choices],
        help_text=_("Of a new manual. You can choose it later; no edition is released without one."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of files that name none; the manual is written first in it.")
    )

    def __init__(self, *args: Any, person: User, into: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = list(permissions.importable_manuals(person).select_related("locale"))
        chosen = next((page for page in pages if str(page.pk) == into), None)
        self.manuals = {str(page.pk): page for page in _each_once(pages, chosen)}
        self.organisations = {f"{NEW}{each.pk}": each for each in permissions.importing_organisations(person)}
        known = [(value, page.title) for value, page in self.manuals.items()]
        new = [
            (value, gettext("A new manual of %(organisation)s") % {"organisation": each.name})
            for value, each in self.organisations.items()
        ]
        code = chosen.locale.language_code if chosen else get_language()
        self._offer("into", [*new, *known], into)
        self._offer("language", [(each, own_name(each)) for each, _name in settings.LANGUAGES], code)

    def _offer(self, name: str, choices: list[tuple[str, str]], initial: str | None) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]  # both are declared above as choices
        field.initial = initial

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            words = gettext("This archive is larger than %(most)s MB. Bring it in in parts, or with smaller pictures.")
            raise ValidationError(words % {"most": MOST_BYTES // 2**20})
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        organisation = self.organisations.get(cleaned.get("into", ""))
        title = cleaned.get("title", "").strip()
        if organisation and not title:
            self.add_error("title", gettext("Write the title of the new manual."))
        elif organisation and title_is_taken(organisation, title):
            words = gettext("There is a manual with this title already. Choose it, or write another title.")
            self.add_error("title", words)
        return cleaned

    def target(self) -> dict[str, Any]:
        """Where it goes, as the action takes it. Only of a valid form."""
        data = self.cleaned_data
        manual = self.manuals.get(data["into"])
        owner: Organisation = manual.access.owner if manual else self.organisations[data["into"]]
        new = {} if manual else {"title": data["title"].strip(), "licence": data["licence"]}
        return {"organisation": owner, "manual": manual, "language": data["language"], **new}


def _each_once(pages: list[ManualPage], chosen: ManualPage | None) -> list[ManualPage]:
    """Each manual in one of its languages: in that which was chosen, else in the reader's or the site's first."""
    rest = [page for page in pages if chosen is None or page.translation_key != chosen.translation_key]
    best = best_of_each(
        rest, get_language() or "", code=lambda page: page.locale.language_code, key=lambda page: page.translation_key
    )
    found = [chosen, *best] if chosen else best
    return sorted(found, key=lambda page: page.title.casefold())
