"""The front page and the network's reference pages."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField

from content.models import BodyMixin, NetworkPage
from content.terms import Branch, Term
from home.blocks import SIGN_BLOCKS, SOURCE_BLOCKS


class HomePage(NetworkPage):
    """The front page of the site in one language: help in one step, then what the network does."""

    help_lead = models.CharField(
        _("what happens when somebody presses a sign"),
        max_length=300,
        blank=True,
        help_text=_("Shown in the green band under the question. Promise only what is always true."),
    )
    signs = StreamField(
        SIGN_BLOCKS,
        verbose_name=_("signs"),
        blank=True,
        help_text=_("What a person in danger would say, most urgent first. Eight fit on a screen."),
    )
    help_note = models.CharField(
        _("what the signs cannot hide"),
        max_length=400,
        blank=True,
        help_text=_("Say honestly who may still see that somebody opened this site."),
    )
    safety_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about safer use"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked under the signs, for those who may be watched."),
    )
    about = models.TextField(
        _("who we are"),
        blank=True,
        help_text=_("Two or three sentences about the network, at the foot of the front page."),
    )
    about_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page that says more"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked under those sentences, for example the page that says who is a defender."),
    )

    content_panels = [
        *NetworkPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("help_lead"),
                FieldPanel("signs"),
                FieldPanel("help_note"),
                PageChooserPanel("safety_page"),
            ],
            heading=_("Help in one step"),
        ),
        MultiFieldPanel([FieldPanel("about"), PageChooserPanel("about_page")], heading=_("The network")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")


class ReferencePage(BodyMixin, NetworkPage):
    """A page that others cite, such as “Who is a defender?”."""

    sources = StreamField(
        SOURCE_BLOCKS,
        verbose_name=_("sources"),
        blank=True,
        help_text=_("What the page rests on. Name each document so that it can be found without a link."),
    )

    content_panels = [
        *NetworkPage.content_panels,
        FieldPanel("terms"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    parent_page_types = ["home.HomePage", "home.ReferencePage", "organisations.OrganisationPage"]
    template = "home/reference_page.html"

    class Meta:
        verbose_name = _("reference page")

    @cached_property
    def concerns(self) -> list[Term]:
        """The concerns among its terms, in the order of the shared vocabulary."""
        return [term for term in self.terms.all() if term.branch == Branch.CONCERN]
