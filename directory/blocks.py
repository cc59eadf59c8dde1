"""What the triage is built from: steps of plain choices, and ends where somebody answers."""

from functools import cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    MultipleChoiceBlock,
    PageChooserBlock,
    RegexBlock,
    StreamBlock,
    StreamBlockValidationError,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)
from wagtail.blocks.stream_block import StreamValue

from content.terms import Branch
from content.vocabulary import words_of
from directory.triage import FEWEST, MOST, Place, faults

URGENT = "urgent:yes"
ANSWERED = (Branch.NEED, Branch.THREAT, Branch.SERVED)
_words_of = cache(words_of)


def filter_choices() -> list[tuple[str, str]]:
    """What an end can ask the directory for: pairs of "question:code" and words such as “Need: Lawyer”.

    Read from the vocabulary's files, because Wagtail asks for the choices each time that an end is shown.
    """
    language = get_language() or settings.LANGUAGE_CODE
    codes = [
        (f"{branch}:{code}", f"{branch.label}: {word[language]}")
        for branch in ANSWERED
        for code, word in _words_of(branch).items()
    ]
    return [*codes, (URGENT, str(_("Only those that take urgent appeals")))]


def name_block(label: object, help_text: object) -> RegexBlock:
    """The short name by which one place of the triage is led to."""
    return RegexBlock(
        label=label,
        regex=r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
        max_length=30,
        help_text=help_text,
        error_messages={"invalid": _("Only small letters a to z, digits and single hyphens between them.")},
    )


class ChoiceBlock(StructBlock):
    """One line to choose, in the words of the person who does."""

    words = CharBlock(
        label=_("words"),
        max_length=120,
        help_text=_("As the person would say it, for example “My phone was taken and given back”."),
    )
    hint = CharBlock(
        label=_("what it may look like"),
        required=False,
        max_length=160,
        help_text=_("A few signs by which somebody knows that this is their line."),
    )
    leads_to = name_block(_("leads to"), _("The short name of the step or end that comes next."))

    class Meta:
        icon = "link"
        label = _("Choice")


class StepBlock(StructBlock):
    """One question with its choices."""

    name = name_block(
        _("short name"),
        _("Stands in the address, so choose one that says nothing to whoever looks over a shoulder, such as “b2”."),
    )
    question = CharBlock(label=_("question"), max_length=120)
    lead = TextBlock(
        label=_("what to know before choosing"),
        required=False,
        max_length=300,
        rows=2,
        help_text=_("Say what comes after the choice, and that one can come back."),
    )
    choices = ListBlock(ChoiceBlock(), label=_("choices"), min_num=FEWEST, max_num=MOST)

    class Meta:
        icon = "list-ul"
        label = _("Step")


class EndBlock(StructBlock):
    """Where the choices end: who answers, and what to do now."""

    name = name_block(
        _("short name"), _("Stands in the address, so choose one that says nothing to whoever looks over a shoulder.")
    )
    title = CharBlock(label=_("title"), max_length=120)
    lead = TextBlock(
        label=_("the first thing to know"),
        required=False,
        max_length=300,
        rows=2,
        help_text=_("One thing that is always true and helps at once."),
    )
    filters = MultipleChoiceBlock(
        label=_("organisations that answer"),
        choices=filter_choices,
        required=False,
        help_text=_(
            "Those that answer any of the chosen needs, and any of the chosen threats, and are for any of the chosen "
            "people. The end shows the first of them and leads to all."
        ),
    )
    page = PageChooserBlock(
        label=_("what to do now"), required=False, help_text=_("One page to read, such as a chapter of a manual.")
    )

    class Meta:
        icon = "tick"
        label = _("End")


class TriageBlocks(StreamBlock):
    """All steps and ends of a triage; the first is where everybody begins."""

    step = StepBlock()
    end = EndBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        cleaned = super().clean(value)
        if found := faults(places_of(cleaned)):
            raise StreamBlockValidationError(
                {number: StructBlockValidationError(non_block_errors=sentences) for number, sentences in found.items()}
            )
        return cleaned


def places_of(steps: StreamValue) -> list[Place]:
    """The steps and ends as plain places, in their order."""
    return [
        Place(block.value["name"], tuple((choice["words"], choice["leads_to"]) for choice in block.value["choices"]))
        if block.block_type == "step"
        else Place(block.value["name"], answers=bool(block.value["filters"] or block.value["page"]))
        for block in steps
    ]


TRIAGE_BLOCKS = TriageBlocks(required=False)
