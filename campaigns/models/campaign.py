"""What a campaign is, and in which state."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from campaigns import addresses
from campaigns.blocks import PARTNERS, WAYS_TO_HELP
from campaigns.forms import CampaignForm
from campaigns.models.under import UnderCampaigns
from campaigns.panels import StatePanel
from content.days import day_in_words
from content.models import BodyMixin, NetworkPage
from organisations.edit_panels import OwnersPanel


class State(models.TextChoices):
    RUNNING = "running", _("Running")
    WON = "won", _("Won")
    CLOSED = "closed", _("Closed")


class CampaignPage(UnderCampaigns, BodyMixin, NetworkPage):
    """A campaign: one demand, in one sentence, to somebody who can grant it, and the organisations that answer for it.

    It stands in a workspace and is found under /campaigns/ all the same.
    """

    demand = models.CharField(
        _("demand"),
        max_length=240,
        help_text=_(
            "One sentence to someone who can grant it, as it would be said aloud: “Open the door for the eleven "
            "women.” Without quotation marks; the page adds those of its language."
        ),
    )
    picture = models.ForeignKey(
        "content.NetworkImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands beside the demand. Show people or places that are in no danger from being shown."),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read aloud to people who cannot see it: “A house front at night, eleven windows lit”."),
    )
    ways_to_help = StreamField(
        WAYS_TO_HELP,
        blank=True,
        verbose_name=_("what readers can do"),
        help_text=_("The first thing on the page after the demand. Three are read; eight are too many."),
    )
    # Two letters each (ISO 3166-1); the form offers their names.
    countries = models.JSONField(_("countries"), default=list, blank=True)
    began_on = models.DateField(
        _("began on"), default=timezone.localdate, help_text=_("The day from which the campaign runs.")
    )
    closes_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The last day on which it runs; the next day it closes by itself. Leave empty when nobody knows."),
    )
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(s.value, s.label) for s in (State.WON, State.CLOSED)], editable=False
    )
    ended_on = models.DateField(null=True, editable=False)
    outcome_words = models.CharField(max_length=300, blank=True, editable=False)
    notice = models.CharField(
        _("emergency notice"),
        max_length=300,
        blank=True,
        help_text=_("What everybody who opens the page must know today. Shown above everything else."),
    )
    notice_from = models.DateField(
        _("shown from"), null=True, blank=True, help_text=_("The first day. Empty means at once.")
    )
    notice_until = models.DateField(
        _("shown until"), null=True, blank=True, help_text=_("The last day. A notice that never ends is not read.")
    )
    partners = StreamField(
        PARTNERS,
        blank=True,
        verbose_name=_("partners"),
        help_text=_("Organisations outside the network that agreed to be named here."),
    )
    # The language and the slug, unique among campaigns in whatever workspace: /campaigns/ knows no workspaces.
    address = models.CharField(max_length=270, unique=True, null=True, blank=True, editable=False)

    parent_page_types = ["organisations.OrganisationPage"]
    subpage_types = ["campaigns.CampaignUpdatePage"]
    base_form_class = CampaignForm
    template = "campaigns/campaign_page.html"

    content_panels = [
        *NetworkPage.content_panels[:1],
        FieldPanel("demand"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        FieldPanel("body", heading=_("What happened")),
        FieldPanel("ways_to_help"),
        MultiFieldPanel([FieldPanel("terms"), FieldPanel("countries")], heading=_("Whom and what it is about")),
        MultiFieldPanel([FieldPanel("began_on"), FieldPanel("closes_on"), StatePanel()], heading=_("When")),
        MultiFieldPanel(
            [FieldPanel("notice"), FieldPanel("notice_from"), FieldPanel("notice_until")],
            heading=_("Emergency notice"),
        ),
        OwnersPanel(heading=_("Who owns it")),
        FieldPanel("partners"),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, object] = {}
        if self.pk is None:
            self.address = None  # a copy brings that of its original; its own is found when it gets its place
        if self.pk and self.address and self.is_address_taken(self.slug):
            errors["slug"] = addresses.TAKEN
        if self.closes_on and self.began_on and self.closes_on < self.began_on:
            errors["closes_on"] = gettext(
                "This is before the campaign begins, on %(day)s. Write that day or a later one, or leave it empty."
            ) % {"day": day_in_words(self.began_on)}
        if self.notice_from and self.notice_until and self.notice_until < self.notice_from:
            errors["notice_until"] = gettext(
                "This is before the notice begins, on %(day)s. Write that day or a later one."
            ) % {"day": day_in_words(self.notice_from)}
        if errors:
            raise ValidationError(errors)

    # -- Where it is found -------------------------------------------------------------------------------------------

    def set_url_path(self, parent: Page | None) -> str:
        # Called by Wagtail whenever a slug is new or different, also for copies, which are saved without any check:
        # a copy in another workspace must not take the address of the original. And for previews of a page that was
        # never saved, which has no language yet.
        if self.locale_id is None and parent:
            self.locale = parent.locale
        if self.pk is None and self.slug:
            self.slug = addresses.first_free(self.slug, self.is_address_taken)
        self.address = None if self.alias_of_id or not self.slug else self._address(self.slug)
        return super().set_url_path(parent)

    def with_content_json(self, content: dict) -> "CampaignPage":
        # As for the path of a page: a revision must not bring back an address that was given up since.
        page = super().with_content_json(content)
        page.address = self.address
        return page

    @property
    def own_slugs(self) -> tuple[str, ...]:
        return (self.slug,)

    def _address(self, slug: str) -> str:
        return addresses.address_of(self.locale.language_code, slug)

    def is_address_taken(self, slug: str) -> bool:
        return addresses.is_taken(CampaignPage.objects, self._address(slug), but_by=self.pk)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from campaigns.contexts import campaign_context  # it asks for campaigns, so it must know this module

        return super().get_context(request, *args, **kwargs) | campaign_context(self, request)

    # -- State, worked out from dates at the moment it is asked ------------------------------------------------------

    def state(self, on: date | None = None) -> State:
        """Whether it runs, was won or is closed on a day, today when none is given; it closes itself by its date."""
        on = on or timezone.localdate()
        if self.outcome:
            return State(self.outcome)
        return State.CLOSED if self.closes_on and self.closes_on < on else State.RUNNING

    @property
    def has_begun(self) -> bool:
        return self.began_on <= timezone.localdate()

    @property
    def ended(self) -> date | None:
        """The day on which it was won or closed, the last day of one that closed itself, None while it runs."""
        if self.outcome:
            return self.ended_on
        return None if self.state() == State.RUNNING else self.closes_on

    @property
    def notice_today(self) -> str:
        """The emergency notice while it counts: from its first day to its last."""
        today = timezone.localdate()
        begun = self.notice_from is None or self.notice_from <= today
        over = self.notice_until is not None and self.notice_until < today
        return self.notice if begun and not over else ""
