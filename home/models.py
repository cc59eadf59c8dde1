"""The front page and the network's reference pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models import BodyMixin, NetworkPage


class HomePage(NetworkPage):
    """The front page of the site in one language: help in one step, then what the network does."""

    content_panels = [*NetworkPage.content_panels]
    max_count_per_parent = None
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")


class ReferencePage(BodyMixin, NetworkPage):
    """A page that others cite, such as “Who is a defender?”."""

    content_panels = [*NetworkPage.content_panels, FieldPanel("terms"), FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.ReferencePage", "organisations.OrganisationPage"]

    class Meta:
        verbose_name = _("reference page")
