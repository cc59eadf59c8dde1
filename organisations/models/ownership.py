"""Which organisations belong to the network, where their work stands, and what several of them own together."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection, Page

from content.models import BodyMixin, NetworkPage


class Organisation(models.Model):
    """A member of the network. What it owns stands below its workspace page, in every language."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        LEFT = "left", _("Left the network")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, for example KE. Empty when it must not show.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ACTIVE)
    joined_on = models.DateField(_("member since"), auto_now_add=True)
    public_files = models.OneToOneField(
        Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    members_files = models.OneToOneField(
        Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    own_files = models.OneToOneField(Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE


class OrganisationGroup(models.Model):
    """A Wagtail group that stands for the people of one organisation, or those of one role in it. Made from the roles
    table and never by hand."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=20)  # a code of organisations.roles, or "people" for all of them
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="organisation_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="one_group_per_role")]


class OrganisationPage(BodyMixin, NetworkPage):
    """The workspace of an organisation in one language: its public page, and the root of what its editors own."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workspaces", editable=False)

    content_panels = [*NetworkPage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]

    class Meta:
        verbose_name = _("organisation")


class CoOwner(models.Model):
    """A further organisation that owns a page together with the one in whose workspace it stands.

    It counts only once somebody of that organisation agreed: nobody's name is put under a campaign by others.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="co_owners")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="co_owned")
    agreed_at = models.DateTimeField(null=True, editable=False)
    # A question holds for as long as whoever asked publishes the page: see `with_standing`.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("co-owner")
        verbose_name_plural = _("co-owners")
        constraints = [models.UniqueConstraint(fields=["page", "organisation"], name="one_co_owner_row")]
        ordering = ["organisation__name"]
