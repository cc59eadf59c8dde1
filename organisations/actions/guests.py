"""How somebody becomes a guest of a page until a day, and how that ends."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from organisations.access import clauses_on, dependants_of, recompute_access
from organisations.actions.audiences import owners_of
from organisations.actions.changing_audience import refuse_pages_of_others
from organisations.audit import record
from organisations.models import Guest, Organisation, who_answers

INVITED, ENDED = "guest.invited", "guest.ended"


@transaction.atomic
def invite_guest(
    page: Page, *, until: date, by: User | None, email: str = "", organisation: Organisation | None = None
) -> Guest:
    """Let a person or an organisation read a page, in all its languages, until a day; or change the day.

    Arguments: until, the last day; email, the address with which the person signs in, or will; organisation, whose
    people are let in: one of the two. Whether an account has that address is not asked. The invitation holds while
    whoever gave the guest the most days publishes the page.
    Raises ValidationError for a day that is over, a page that nothing restricts, an organisation that owns it, and
    where others look after a page that guests would read with it.
    """
    pages = list(Page.objects.select_for_update().filter(translation_key=page.translation_key).order_by("pk"))
    _refuse(page, pages, until=until, organisation=organisation)
    if by is not None:
        refuse_pages_of_others(dependants_of(pages), by=by)
    who: dict[str, Any] = {"email": email.strip().lower(), "organisation": organisation}
    known = Guest.objects.with_standing().filter(page=pages[0], **who).first()
    if known and known.until == until and known.stands:
        return known
    values = {"until": until, "invited_by": who_answers(known, until=until, by=by)}
    guest, _made = Guest.objects.update_or_create(page=pages[0], **who, defaults=values)
    recompute_access([each.path for each in pages])
    record(
        INVITED,
        by=by,
        organisation=page.access.owner,
        about=page,
        guest=str(guest.uuid),
        guest_organisation=str(organisation.uuid) if organisation else "",
        until=str(until),
    )
    return guest


@transaction.atomic
def end_guest(guest: Guest, *, by: User | None) -> Guest:
    """End it now: the next request is refused. Where it has ended already, nothing happens."""
    locked = Guest.objects.select_for_update().select_related("page").get(pk=guest.pk)
    if not locked.is_current():
        return locked
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    languages = Page.objects.filter(translation_key=locked.page.translation_key)
    recompute_access(languages.values_list("path", flat=True))
    record(ENDED, by=by, organisation=locked.page.access.owner, about=locked.page, guest=str(locked.uuid))
    return locked


def _refuse(page: Page, pages: list[Page], *, until: date, organisation: Organisation | None) -> None:
    if until < timezone.localdate():
        raise ValidationError({"until": _("This day is over. Choose the last day on which they may read it.")})
    if not clauses_on(pages):
        raise ValidationError(
            _("Whoever may read the pages above may read this one already. Say first who may read it, then invite.")
        )
    if organisation in owners_of(page):
        raise ValidationError({"organisation": _("This organisation owns the page and reads it already.")})
