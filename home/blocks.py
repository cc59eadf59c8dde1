"""What the front page and the reference pages have beside their text: signs that lead to help, and sources."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    IntegerBlock,
    MultipleChoiceBlock,
    PageChooserBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    URLBlock,
)

from content.terms import Branch
from content.vocabulary import words_of

SIGN_BRANCHES = (Branch.NEED, Branch.THREAT)


def filter_choices() -> list[tuple[str, str]]:
    """What a sign can ask the directory for: pairs of "branch:code" and words such as “Need: Lawyer”.

    Read from the vocabulary's files, because Wagtail asks for the choices each time that a sign is shown.
    """
    language = get_language() or settings.LANGUAGE_CODE
    return [
        (f"{branch}:{code}", f"{branch.label}: {word[language]}")
        for branch in SIGN_BRANCHES
        for code, word in _words_of(branch).items()
    ]


_words_of = cache(words_of)


class SignBlock(StructBlock):
    """One thing that may have happened to a person, in their words, and where it leads."""

    words = CharBlock(
        label=_("words"),
        max_length=120,
        help_text=_("As the person would say it, for example “I must leave my home, my town or my country”."),
    )
    filters = MultipleChoiceBlock(
        label=_("organisations that answer"),
        choices=filter_choices,
        required=False,
        help_text=_(
            "The sign opens the directory and shows those that answer any of these. "
            "Choose needs or threats: with both, only organisations that answer both are shown."
        ),
    )
    page = PageChooserBlock(
        label=_("or a page"), required=False, help_text=_("If you choose one, the sign leads there instead.")
    )

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        if cleaned.get("page") and cleaned.get("filters"):
            words = _("Choose a page or what the organisations answer, not both.")
            raise StructBlockValidationError({"page": ValidationError(words)})
        return cleaned

    class Meta:
        icon = "warning"
        label = _("Sign")


class SourceBlock(StructBlock):
    """A document that a reference page rests on."""

    issuer = CharBlock(label=_("who issued it"), max_length=160)
    title = CharBlock(label=_("title"), max_length=300)
    reference = CharBlock(
        label=_("number"), required=False, max_length=80, help_text=_("For example the number of a resolution.")
    )
    year = IntegerBlock(label=_("year"), min_value=1000, max_value=9999)
    address = URLBlock(label=_("where to read it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Source")


class SignBlocks(StreamBlock):
    sign = SignBlock()


class SourceBlocks(StreamBlock):
    source = SourceBlock()


SIGN_BLOCKS = SignBlocks(required=False)
SOURCE_BLOCKS = SourceBlocks(required=False)
