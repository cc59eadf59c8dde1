"""What tells of the progress of a campaign."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from campaigns.models.under import UnderCampaigns
from content.models import BodyMixin, NetworkPage


class CampaignUpdatePage(UnderCampaigns, BodyMixin, NetworkPage):
    """One dated step of a campaign: a hearing, an answer, a release."""

    day = models.DateField(_("day"), default=timezone.localdate, help_text=_("The day on which it happened."))

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types: list[str] = []
    template = "campaigns/campaign_update_page.html"

    content_panels = [
        *NetworkPage.content_panels[:1],
        FieldPanel("day"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    @property
    def own_slugs(self) -> tuple[str, ...]:
        return self.campaign_slug, self.slug

    @property
    def campaign_slug(self) -> str:
        """The slug of the campaign above, read from the path without asking the database."""
        return self.url_path.rstrip("/").split("/")[-2]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from campaigns.contexts import update_context  # as above

        return super().get_context(request, *args, **kwargs) | update_context(self, request)
