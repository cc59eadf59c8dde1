"""The blocks that only campaigns have: what a reader can do, and who stands behind it from outside the network."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    PageChooserBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    URLBlock,
)

from content.days import DayBlock


class WayToHelpBlock(StructBlock):
    """One thing that a reader can do, said as a request, with the page that leads there."""

    words = CharBlock(
        label=_("what to do"),
        max_length=120,
        help_text=_("Begin with a verb, as on a sign: “Write to the minister of the interior”."),
    )
    note = CharBlock(
        label=_("small note"),
        required=False,
        max_length=160,
        help_text=_("What helps to decide: “Letter to adapt”, “Without being seen”."),
    )
    until = DayBlock(
        label=_("last day"),
        required=False,
        help_text=_("After this day the line is no longer shown. Leave empty when there is time."),
    )
    page = PageChooserBlock(
        label=_("page of this site"), required=False, help_text=_("A page that everybody who reads this one may open.")
    )
    address = URLBlock(
        label=_("address elsewhere"),
        required=False,
        help_text=_("Only when the way leads to another site; https:// is needed."),
    )

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        if cleaned.get("page") and cleaned.get("address"):
            raise StructBlockValidationError(
                {"address": ValidationError(_("Choose a page or write an address, not both."))}
            )
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = _("Something to do")


class PartnerBlock(StructBlock):
    """An organisation outside the network that stands behind the campaign."""

    name = CharBlock(label=_("name"), max_length=160)
    address = URLBlock(label=_("address"), required=False)

    class Meta:
        icon = "group"
        label = _("Partner")


class WaysToHelpBlocks(StreamBlock):
    way = WayToHelpBlock()


class PartnerBlocks(StreamBlock):
    partner = PartnerBlock()


WAYS_TO_HELP = WaysToHelpBlocks(required=False, max_num=8)
PARTNERS = PartnerBlocks(required=False, max_num=40)
