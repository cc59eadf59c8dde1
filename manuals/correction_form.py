"""What editors fill in to correct an edition: which place, what is wrong with it, and the words in each language."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.languages import direction, own_name
from manuals.actions import NewCorrection
from manuals.actions.corrections import LONGEST
from manuals.models import Correction, CorrectionKind, FrozenChapter

FIRST_WORDS = 90  # characters
SHOWN = re.compile(r'\balt="([^"]+)"')  # in markup that this site made
PLACE = ("block", "kind", "about_safety")


class CorrectionForm(forms.Form):
    """A correction of one chapter, or with `correction` the same in languages that it does not have yet."""

    block = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Readers see the correction right at this place, in every language of the edition."),
    )
    kind = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect, choices=CorrectionKind.choices)
    about_safety = forms.BooleanField(
        label=_("Somebody’s safety depends on it"),
        required=False,
        help_text=_("The correction stands out more, on the page and in the feed."),
    )

    def __init__(
        self, *args: Any, chapters: Mapping[str, FrozenChapter], correction: Correction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.correction, self.key = correction, next(iter(chapters.values())).key
        written = self._fix(correction) if correction else set()
        if correction is None:
            self.fields["block"].choices = block_choices(chapters)  # type: ignore[attr-defined]  # it is declared above
        self.codes = [code for code in chapters if code not in written]
        for code in self.codes:
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext("Correction (%(language)s)") % {"language": own_name(code)},
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea({"rows": 4, "lang": code, "dir": direction(code)}),
                help_text=_(
                    "Say what is right, in words that are enough by themselves. An empty line begins a new paragraph."
                ),
            )

    def _fix(self, correction: Correction) -> set[str]:
        """Leave out what the correction says already. Returns the languages in which it is written."""
        for name in PLACE:
            del self.fields[name]
        known = Correction.objects.filter(act=correction.act).select_related("chapter__manual")
        return {each.language for each in known}

    def said(self) -> NewCorrection:
        """What was filled in, as the action takes it. Only of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        place = {name: getattr(self.correction, name) if self.correction else data[name] for name in PLACE}
        act: UUID | None = self.correction.act if self.correction else None
        texts = {code: data[f"text_{code}"] for code in self.codes}
        return NewCorrection(self.key, texts, act=act, **place)


def block_choices(chapters: Mapping[str, FrozenChapter]) -> list[Any]:
    """The places of a chapter, each by its first words: those of the first language, and of each further one those
    that only it has."""
    choices: list[Any] = [("", _("The chapter as a whole"))]
    seen: set[str] = set()
    for code, chapter in chapters.items():
        rows = [
            (block["id"], f"{number}. {first_words(block)}")
            for number, block in enumerate(chapter.blocks, start=1)
            if block["id"] and block["id"] not in seen
        ]
        seen |= {block for block, _words in rows}
        # Those that only a translation has stand under its name.
        if rows:
            choices += rows if len(choices) == 1 else [(own_name(code), rows)]
    return choices


def first_words(block: Mapping[str, Any]) -> str:
    """How a block is told from its neighbours: by its words, a picture by what it shows."""
    shown = [unescape(words) for words in SHOWN.findall(block["html"])]
    words = " ".join(" ".join([block["text"], *shown]).split())
    return Truncator(words).chars(FIRST_WORDS) if words else gettext("A picture or file without words")


def in_order(chapters: Mapping[str, FrozenChapter], source: str) -> dict[str, FrozenChapter]:
    """The chapter by language: the one it was written in first, then the others in the site's order.

    Arguments: source, the code of that language.
    """
    order = [source, *(code for code, _name in settings.LANGUAGES)]
    return {code: chapters[code] for code in dict.fromkeys(order) if code in chapters}
