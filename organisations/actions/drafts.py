"""How the draft of a page is shown to one person until a day, and how that ends."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from organisations.audit import record
from organisations.models import SharedDraft, who_answers
from organisations.models.guests import new_token

SHARED, ENDED = "draft.shared", "draft.share_ended"


@transaction.atomic
def share_draft(page: Page, *, email: str, until: date, by: User | None) -> SharedDraft:
    """Show the latest draft of a page, in its language, to whoever signs in with an address; or change the day.

    Arguments: until, the last day. Whether an account has that address is not asked.
    Raises ValidationError for a day that is over. One that has ended begins anew under another address.
    """
    if until < timezone.localdate():
        raise ValidationError({"until": _("This day is over. Choose the last day on which they may read it.")})
    locked = Page.objects.select_for_update().get(pk=page.pk)
    known = SharedDraft.objects.with_standing().filter(page=locked, email=email.strip().lower()).first()
    if known and known.until == until and known.stands:
        return known
    draft = known or SharedDraft(page=locked, email=email.strip().lower())
    if not draft.pk or not draft.is_current() or not draft.stands:
        draft.token = new_token()
    draft.invited_by, draft.until = who_answers(known, until=until, by=by), until
    draft.save()
    record(SHARED, by=by, organisation=page.access.owner, about=page, draft=str(draft.uuid), until=str(until))
    return draft


@transaction.atomic
def end_shared_draft(draft: SharedDraft, *, by: User | None) -> SharedDraft:
    """End it now: the next request is refused. Where it has ended already, nothing happens."""
    locked = SharedDraft.objects.select_for_update().select_related("page").get(pk=draft.pk)
    if not locked.is_current():
        return locked
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    record(ENDED, by=by, organisation=locked.page.access.owner, about=locked.page, draft=str(locked.uuid))
    return locked
