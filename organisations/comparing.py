"""What is told of pages, pictures and files when two versions of a page are compared: a version may name what was
public then, or what another owner of that time put there, and only whoever may see it now is told its title."""

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from organisations.boxes import may_be_seen
from organisations.offers import CLOSED, is_own, told_of_others


def compare_only_what_may_be_seen() -> None:
    """Change Wagtail's comparisons; called once, when the site starts."""
    from wagtail.admin.compare import ForeignObjectComparison
    from wagtail.blocks import ChooserBlock
    from wagtail.images.blocks import ImageBlock, ImageChooserBlock

    stock = ForeignObjectComparison.get_objects

    def get_objects(self: ForeignObjectComparison) -> tuple[Any, Any]:
        first, second = (_told(thing) for thing in stock(self))
        return first, second

    ForeignObjectComparison.get_objects = get_objects
    comparison = _chosen_comparison()
    for block in (ChooserBlock, ImageChooserBlock, ImageBlock):
        block.get_comparison_class = lambda self: comparison


def _chosen_comparison() -> type:
    from wagtail.admin.compare import BlockComparison, diff_text

    class ChosenComparison(BlockComparison):
        """Titles beside each other; Wagtail would draw the pictures, and make a size of them for it."""

        def htmlvalue(self, val: Any) -> SafeString:
            return escape(_title(val))

        def htmldiff(self) -> SafeString:
            return diff_text(_title(self.val_a), _title(self.val_b)).to_html()

    return ChosenComparison


def _title(thing: Any) -> str:
    """What is told of a thing in a comparison; the empty text when there is none."""
    if thing is None:
        return ""
    if isinstance(thing, Page) and not is_own(thing.pk):
        return told_of_others(thing.pk)
    return str(thing) if _is_told(thing) else str(CLOSED)


def _told(thing: Any) -> Any:
    """The thing, or what stands for it: of a page of others its title, and for what must not be told the word for that,
    or nothing for a picture, which would be drawn."""
    if isinstance(thing, Page):
        return thing if is_own(thing.pk) else told_of_others(thing.pk)
    if thing is None or _is_told(thing):
        return thing
    return None if isinstance(thing, NetworkImage) else CLOSED


def _is_told(thing: Any) -> bool:
    if isinstance(thing, NetworkImage | NetworkDocument):
        return may_be_seen(type(thing).objects.filter(pk=thing.pk))
    return True
