"""What a manual is while it is written: the working copy of the next edition, in each language a tree of pages.

Publishing one of these pages says that its text is ready for the next edition. Readers see only what was released.
"""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from content.models import NetworkPage
from manuals import addresses
from manuals.blocks import CHAPTER_BLOCKS
from manuals.models.licences import Licence
from manuals.panels import EditionsPanel
from organisations.edit_panels import OwnersPanel


class WorkingCopy(NetworkPage):
    """A page that nobody reads where it stands, but in the editions that were made of it."""

    # Lists of pages that people read, such as the site's map, leave these out.
    is_read_in_place = False

    class Meta:
        abstract = True

    @property
    def own_slugs(self) -> tuple[str, ...]:
        """The slug of the manual, and for a chapter those of the chapters down to it."""
        raise NotImplementedError

    def path_in(self, language: str) -> str:
        """The address that this will have in the next edition, from the root of the site; asks no database."""
        return addresses.path_to(language, *self.own_slugs)

    @staticmethod
    def path_at(language: str, place: str) -> str:
        """The address of what is read of this, from the root of the site.

        Arguments: place, the slug of the manual, and for a chapter those of the chapters down to it, with slashes.
        """
        return addresses.path_to(language, *place.split("/"))

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple | None:
        return addresses.moved(super().get_url_parts(request), *self.own_slugs)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # The preview is another method. Nobody is led from here to what was released: where a page stands, and under
        # which address, would tell of a chapter or a language before its edition does.
        raise Http404

    @property
    def is_released(self) -> bool:
        from manuals.readers import is_released  # it asks for editions, which stand beside this module

        return is_released(self)


class ManualPage(WorkingCopy):
    """A protection manual. Its chapters stand below it; “Release an edition” makes of them what people read."""

    authors = models.CharField(
        _("authors"),
        max_length=300,
        blank=True,
        help_text=_("As they want to be named. Leave empty when the organisations speak for themselves."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=30,
        choices=Licence.choices,
        blank=True,
        help_text=_("Under which others may give it on. No edition is released without one."),
    )

    parent_page_types = ["organisations.OrganisationPage"]
    subpage_types = ["manuals.ChapterPage"]
    template = "manuals/preview_manual.html"

    content_panels = [
        *NetworkPage.content_panels,
        FieldPanel("authors"),
        FieldPanel("licence"),
        FieldPanel("terms"),
        OwnersPanel(heading=_("Who owns it")),
        EditionsPanel(heading=_("Editions")),
    ]

    class Meta:
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")

    @property
    def own_slugs(self) -> tuple[str, ...]:
        return (self.slug,)


class Level(models.TextChoices):
    BEGINNER = "beginner", _("For beginners")
    ADVANCED = "advanced", _("Advanced")
    EXPERT = "expert", _("For experts")


class ChapterPage(WorkingCopy):
    """A chapter of a manual, or a chapter inside another one."""

    body = StreamField(
        CHAPTER_BLOCKS,
        verbose_name=_("text"),
        blank=True,
        help_text=_("The text, block by block. Start with the most important thing."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    credits = models.CharField(
        _("credits"), max_length=300, blank=True, help_text=_("Who wrote this chapter, when that is said of it alone.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=30,
        choices=Licence.choices,
        blank=True,
        help_text=_("Only when it differs from that of the manual."),
    )
    # Where an imported chapter came from, so that the next import finds it: "chapters/chapter-3".
    source = models.CharField(max_length=400, blank=True, editable=False)

    parent_page_types = ["manuals.ManualPage", "manuals.ChapterPage"]
    subpage_types = ["manuals.ChapterPage"]
    template = "manuals/preview_chapter.html"

    content_panels = [
        *NetworkPage.content_panels,
        FieldPanel("body"),
        FieldPanel("terms"),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("credits"), FieldPanel("licence")], heading=_("About this chapter")
        ),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    @property
    def own_slugs(self) -> tuple[str, ...]:
        # /front/organisation/manual/chapter/…/: the workspace stands right under the front page.
        return tuple(self.url_path.strip("/").split("/")[2:])
