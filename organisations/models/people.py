"""Who belongs to which organisation, role and circle, and until when."""

import uuid
from datetime import date
from typing import cast

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.ownership import Organisation
from organisations.roles import NETWORK_ROLES, ORGANISATION_ROLES


class UntilQuerySet(models.QuerySet):
    """Rows that say until when somebody belongs somewhere."""

    def current(self, on: date | None = None) -> "UntilQuerySet":
        """Those that have not ended: `until` is the last day that counts, empty means without end."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on))


class Until(models.Model):
    """Somebody belongs somewhere, perhaps only until a day."""

    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Empty means without end."))

    objects = UntilQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_current(self, on: date | None = None) -> bool:
        return self.until is None or self.until >= (on or timezone.localdate())


class Membership(Until):
    """One person in one organisation with one role."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ORGANISATION_ROLES.choices())
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_per_place")]


class Invitation(Until):
    """Somebody who was asked to join an organisation and has not answered yet. The row goes when it is used or taken
    back; until then it holds what the link needs and the people who sent it must see, and no more.

    The link itself is kept nowhere: it is made from `uuid` and `round` and the key of the site. `round` counts how
    often it was sent, so that only the newest link works. `until` is where the membership will end.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=ORGANISATION_ROLES.choices())
    language = models.CharField(_("language of the mail"), max_length=10, choices=settings.LANGUAGES)
    # An invitation holds for as long as whoever sent it may send it: without that account there is none.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    ends_at = models.DateTimeField(_("the link works until"))

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["ends_at", "pk"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="one_invitation_per_address"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"

    @property
    def has_run_out(self) -> bool:
        return self.ends_at <= timezone.now() or not self.is_current()


class AppointmentQuerySet(UntilQuerySet):
    def current(self, on: date | None = None) -> "AppointmentQuerySet":
        """Those that have not ended, and were not made by an organisation that is suspended or has left, or that the
        person has left."""
        ours = Q(organisation__isnull=True) | Q(organisation__state=Organisation.State.ACTIVE)
        belonged = Membership.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
        has_left = Q(Exists(belonged), ~Exists(belonged.current(on)))
        return cast(AppointmentQuerySet, super().current(on).filter(ours).exclude(has_left))


class Appointment(Until):
    """One person with one role in the network. A vetter votes for the organisation that appointed them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=NETWORK_ROLES.choices())
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments"
    )

    objects = AppointmentQuerySet.as_manager()  # type: ignore[misc]  # narrower than what it inherits

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="one_appointment_per_role"),
            models.CheckConstraint(
                name="vetter_votes_for_one_organisation",
                condition=~Q(role="vetter") | Q(organisation__isnull=False),
            ),
        ]


class Circle(models.Model):
    """A named group of people from several organisations who may read something together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    needs_second_factor = models.BooleanField(
        _("readers need a second factor"),
        default=True,
        help_text=_("People of this circle read its pages only after signing in with a passkey or a code."),
    )
    group = models.OneToOneField(Group, editable=False, on_delete=models.PROTECT, related_name="circle")
    # What it could read names it for ever, so the row stays: nobody is in it any more.
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CircleMembership(Until):
    """One person in one circle."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circle_memberships")

    class Meta:
        verbose_name = _("place in a circle")
        verbose_name_plural = _("places in circles")
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="one_place_per_circle")]
