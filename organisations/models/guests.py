"""Who is a guest of a page or reads its draft, and until when."""

import secrets
import uuid
from datetime import date
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from organisations import roles
from organisations.models.ownership import Organisation
from organisations.models.people import Membership, Until, UntilQuerySet


def new_token() -> str:
    """The end of an address that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def with_standing(rows: QuerySet) -> QuerySet:
    """The same rows, each saying in `stands` whether whoever invited publishes for an owner of the page still, by
    themselves or through a page above. What the site itself gave stands by itself.

    Arguments: rows, each with `page` and `invited_by`.
    """
    publishing = (
        Membership.objects.current()
        .filter(person=OuterRef("invited_by"), person__is_active=True, role__in=roles.PUBLISHING)
        .filter(organisation__state=Organisation.State.ACTIVE)
        .alias(asked=ExpressionWrapper(OuterRef("page__path"), output_field=models.CharField()))
    )
    of_owner = publishing.filter(organisation=OuterRef("page__access__owner"))
    of_co_owner = publishing.filter(
        organisation__co_owned__agreed_at__isnull=False,
        asked__startswith=F("organisation__co_owned__page__path"),
    )
    return rows.annotate(stands=Q(invited_by__isnull=True) | Exists(of_owner) | Exists(of_co_owner))


def who_answers(known: "Guest | SharedDraft | None", *, until: date, by: User | None) -> User | None:
    """Who answers for somebody who is let in until this day: whoever gives more days; whoever takes some away does not.

    Arguments: known, what they have now, with `stands`.
    """
    has_more = known is not None and known.stands and known.until > until
    return known.invited_by if known is not None and has_more else by


class LetInQuerySet(UntilQuerySet):
    """People let in to a page by somebody who publishes it."""

    def with_standing(self) -> "LetInQuerySet":
        """The same rows, each saying in `stands` whether it holds: see the function of this name."""
        return cast(LetInQuerySet, with_standing(self))

    def standing(self) -> UntilQuerySet:
        """Those that count now."""
        return self.with_standing().current().filter(stands=True)


class Guest(Until):
    """A person or an organisation that may read a page, in all its languages, with those who may anyway, until a day.

    A person is named by the address that they sign in with, whether or not somebody does: so nothing here, and nothing
    that is made of it, tells who has an account. The row stands on the oldest of the page's languages.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="guests")
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="guest_of"
    )
    until = models.DateField(_("until"), help_text=_("The last day on which they can read it."))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = LetInQuerySet.as_manager()  # type: ignore[misc]  # narrower than what it inherits
    stands: bool  # said by `with_standing`
    called: str  # said by organisations.naming.call_readers

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(
                name="guest_is_a_person_or_an_organisation",
                condition=Q(email="", organisation__isnull=False) | (~Q(email="") & Q(organisation__isnull=True)),
            ),
            models.UniqueConstraint(fields=["page", "email"], condition=~Q(email=""), name="one_row_per_guest"),
            models.UniqueConstraint(fields=["page", "organisation"], name="one_row_per_guest_organisation"),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.email


class SharedDraft(Until):
    """The latest draft of one page, shown to one person who signs in with this address, until a day.

    The token is the end of the address that the person is sent. It opens nothing for anybody else.
    """

    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="shared_drafts")
    email = models.EmailField(_("e-mail address"))
    until = models.DateField(_("until"), help_text=_("The last day on which they can read it."))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = LetInQuerySet.as_manager()  # type: ignore[misc]  # narrower than what it inherits
    stands: bool  # said by `with_standing`
    called: str  # said by organisations.naming.call_readers

    class Meta:
        verbose_name = _("shared draft")
        verbose_name_plural = _("shared drafts")
        ordering = ["until", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "email"], name="one_link_for_each_reader")]

    def __str__(self) -> str:
        return self.email
