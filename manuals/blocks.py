"""The blocks that chapters have beside those of all bodies."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from content.blocks import PLAIN_FEATURES, BodyBlocks
from content.days import DayBlock

CELL_FEATURES = ["bold", "italic", "link", "ul"]


class SubheadingBlock(StructBlock):
    """A heading inside a section."""

    headline = "text"

    text = CharBlock(label=_("heading"), max_length=200)
    depth = ChoiceBlock(
        label=_("how deep"), choices=[("3", _("inside a section")), ("4", _("inside that"))], default="3"
    )

    class Meta:
        icon = "title"
        label = _("Heading inside a section")
        template = "blocks/subheading.html"


class TableBlock(StructBlock):
    """Rows and columns; what stands in the first row are the heads of the columns."""

    headline = "caption"

    caption = CharBlock(
        label=_("what the table shows"),
        max_length=200,
        required=False,
        help_text=_("Read first by people who hear the page, and above the table by all others."),
    )
    table = TypedTableBlock([("text", RichTextBlock(label=_("text"), features=CELL_FEATURES))], label=_("table"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class CaseBlock(StructBlock):
    """Something that happened, or could, told so that a reader recognises it."""

    headline = "title"

    title = CharBlock(label=_("title"), max_length=200, help_text=_("For example: “the notebook of a land committee”."))
    text = RichTextBlock(
        label=_("what happened"), features=PLAIN_FEATURES, help_text=_("Nobody in it can be recognised by others.")
    )

    class Meta:
        icon = "user"
        label = _("Example")
        template = "blocks/case.html"


class ExerciseBlock(StructBlock):
    """Something to do alone or together."""

    headline = "title"

    title = CharBlock(label=_("title"), max_length=200)
    minutes = CharBlock(label=_("how long it takes"), required=False, max_length=60)
    text = RichTextBlock(label=_("how it is done"), features=PLAIN_FEATURES)

    class Meta:
        icon = "tasks"
        label = _("Exercise")
        template = "blocks/exercise.html"


class ContactBlock(StructBlock):
    """Whom to ask, with addresses and numbers that read from left to right in every language."""

    headline = "name"

    name = CharBlock(label=_("name"), max_length=200)
    ways = ListBlock(
        StructBlock(
            [
                ("label", CharBlock(label=_("way"), max_length=60)),
                ("value", CharBlock(label=_("number or address"), max_length=300)),
            ]
        ),
        label=_("how to reach them"),
    )
    note = CharBlock(label=_("note"), required=False, max_length=300)

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "blocks/contact.html"


class ToolAdviceBlock(StructBlock):
    """Advice on one program or device, which grows old: past its day readers see a note."""

    headline = "tool"

    tool = CharBlock(label=_("tool"), max_length=120)
    version = CharBlock(label=_("version that was looked at"), required=False, max_length=60)
    reviewed_on = DayBlock(label=_("looked at on"))
    review_by = DayBlock(label=_("look at it again by"))
    text = RichTextBlock(label=_("advice"), features=PLAIN_FEATURES)

    class Meta:
        icon = "cog"
        label = _("Advice on a tool")
        template = "blocks/tool_advice.html"


class ChapterBlocks(BodyBlocks):
    subheading = SubheadingBlock()
    table = TableBlock()
    case = CaseBlock()
    exercise = ExerciseBlock()
    contact = ContactBlock()
    tool_advice = ToolAdviceBlock()


CHAPTER_BLOCKS = ChapterBlocks(required=False)
