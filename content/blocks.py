"""The blocks that every body on the site is built from."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from content.days import DayBlock
from content.pictures import READING_SIZES

PLAIN_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class PictureChooserBlock(ImageChooserBlock):
    """A picture that brings its sizes along: two queries for all pictures of a body, however many it has."""

    def bulk_to_python(self, values: list) -> list:
        images = self.model_class.objects.prefetch_renditions(*READING_SIZES).in_bulk(values)
        # One picture in two places is two instances, because a template may mark each in its own way.
        return [copy(images[pk]) if pk in images else None for pk in values]

    def deconstruct(self) -> tuple:
        # Migrations need to know only that it is a picture.
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", args, kwargs


class HeadingBlock(StructBlock):
    headline = "text"

    text = CharBlock(label=_("heading"), max_length=160)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class ParagraphBlock(StructBlock):
    text = RichTextBlock(label=_("text"), features=PLAIN_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"


class PictureBlock(StructBlock):
    """A picture with words for those who cannot see it."""

    image = PictureChooserBlock(label=_("picture"))
    alt = CharBlock(
        label=_("what the picture shows"),
        required=False,
        max_length=300,
        help_text=_("Read aloud to people who cannot see it. Leave empty only when the picture says nothing new."),
    )
    caption = CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class QuotationBlock(StructBlock):
    """Somebody's own words, with the consent that allows us to print them."""

    text = TextBlock(label=_("words"), help_text=_("Without quotation marks; the page adds those of its language."))
    speaker = CharBlock(
        label=_("who says it"),
        max_length=160,
        help_text=_("As the person agreed: a full name, an initial, or a role such as “a nurse”."),
    )
    consent_on = DayBlock(
        label=_("consent given on"),
        required=False,
        help_text=_("The day on which the person agreed to be quoted here. Not needed for public documents."),
    )
    consent_note = CharBlock(label=_("what they agreed to"), required=False, max_length=160)
    source = URLBlock(label=_("public source"), required=False)

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        if not cleaned.get("consent_on") and not cleaned.get("source"):
            raise StructBlockValidationError(
                {"consent_on": ValidationError(_("Say when the person agreed, or give the public source."))}
            )
        return cleaned

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"


class WarningBlock(StructBlock):
    """Something that could hurt a reader who misses it."""

    headline = "title"

    title = CharBlock(label=_("warning"), max_length=160, help_text=_("For example: “do not reply to the message”."))
    text = RichTextBlock(label=_("why, and what to do instead"), features=PLAIN_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Warning")
        template = "blocks/warning.html"


class ChecklistBlock(StructBlock):
    """Things to do in order, to read or print; what is ticked is kept nowhere."""

    headline = "title"

    title = CharBlock(label=_("name of the list"), required=False, max_length=160)
    items = ListBlock(CharBlock(label=_("step"), max_length=400), label=_("steps"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        template = "blocks/checklist.html"


class DefinitionBlock(StructBlock):
    headline = "word"

    word = CharBlock(label=_("word"), max_length=120)
    meaning = RichTextBlock(label=_("what we mean by it"), features=PLAIN_FEATURES)

    class Meta:
        icon = "help"
        label = _("Definition")
        template = "blocks/definition.html"


class FileBlock(StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    note = CharBlock(label=_("what it is"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"


class BodyBlocks(StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quotation = QuotationBlock()
    warning = WarningBlock()
    checklist = ChecklistBlock()
    definition = DefinitionBlock()
    file = FileBlock()

    def get_context(self, value, parent_context: dict | None = None) -> dict:
        """Each block with an anchor that survives rewording and translation, and the level of its heading.

        A template that puts the body under a heading of its own passes `level`, of which 2 is the default.
        """
        context = super().get_context(value, parent_context=parent_context)
        level = context.get("level") or 2
        context["placed"], deeper = [], 0
        for block in value:
            is_heading = block.block_type == "heading"
            anchor = f"b-{block.id[:8]}" if block.id else ""
            context["placed"].append((block, anchor, level if is_heading else level + deeper))
            deeper = 1 if is_heading else deeper
        return context

    class Meta:
        template = "blocks/body.html"


BODY_BLOCKS = BodyBlocks(required=False)
