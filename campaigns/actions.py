"""What happens to a campaign: it is won, it is closed, and when that was a mistake it runs again."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from campaigns.models import CampaignPage, State
from content.page_cache import forget_kept_pages
from organisations.audit import record


@transaction.atomic
def win_campaign(campaign: CampaignPage, *, by: User | None, on: date, words: str) -> CampaignPage:
    """Say that what was demanded was granted.

    Arguments: on, the day; words, one sentence in the language of this page. All languages of the campaign end.
    Returns the campaign as it is now.
    """
    return _end(campaign, State.WON, "campaign.won", by=by, on=on, words=words)


@transaction.atomic
def close_campaign(campaign: CampaignPage, *, by: User | None, on: date, words: str) -> CampaignPage:
    """Say that the campaign ends without what it demanded; arguments and return as for win_campaign."""
    return _end(campaign, State.CLOSED, "campaign.closed", by=by, on=on, words=words)


@transaction.atomic
def reopen_campaign(campaign: CampaignPage, *, by: User | None) -> CampaignPage:
    """Take back how a campaign ended, in all its languages; one whose last day has passed stays closed by that."""
    return _set_ending(campaign, "campaign.reopened", by=by, outcome="", ended_on=None, words="")


def _end(campaign: CampaignPage, state: State, action: str, *, by: User | None, on: date, words: str) -> CampaignPage:
    return _set_ending(campaign, action, by=by, outcome=state.value, ended_on=on, words=words)


def _set_ending(
    campaign: CampaignPage, action: str, *, by: User | None, outcome: str, ended_on: date | None, words: str
) -> CampaignPage:
    same = CampaignPage.objects.select_for_update().filter(translation_key=campaign.translation_key)
    for page in same.order_by("pk"):
        # The sentence is written in one language; another language keeps its own until somebody ends it there too.
        sentence = words if page.pk == campaign.pk or not outcome else page.outcome_words
        ending = {"outcome": outcome, "ended_on": ended_on, "outcome_words": sentence}
        _write(page, ending, by)
    forget_kept_pages()
    record(action, by=by, organisation=campaign.access.owner, about=campaign, on=str(ended_on or ""))
    return CampaignPage.objects.get(pk=campaign.pk)


def _write(page: CampaignPage, ending: Mapping[str, object], by: User | None) -> None:
    """Write it into the page and into the draft that an editor may have in hand, which otherwise would undo it."""
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    for name, value in ending.items():
        setattr(page, name, value)
    page.save(update_fields=list(ending), clean=False)  # type: ignore[call-arg]  # Wagtail's own
    if draft is not None:
        for name, value in ending.items():
            setattr(draft, name, value)
        draft.save_revision(user=by, clean=False, changed=page.has_unpublished_changes)
