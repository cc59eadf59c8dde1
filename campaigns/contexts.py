"""What the pages of campaigns and updates show beside their own fields."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from campaigns.listing import HEAVY, WHOM, best_language, updates_of
from campaigns.models import CampaignPage, CampaignUpdatePage
from campaigns.pictures import lead_picture
from content.addresses import path_of
from content.countries import country_name
from content.references import PAGE, Reference
from content.standing import address_of
from content.terms import Branch, Term
from content.tree import path_and_above
from organisations.models import CoOwner, OrganisationPage
from organisations.permissions import may_edit, readable_by
from organisations.viewer import Viewer, viewer_for
from search.models import SearchDocument
from search.queries import listed

HELPERS = 3


@dataclass(frozen=True)
class Owner:
    """An organisation that answers for a page; url is empty when the reader may not open its own page."""

    name: str
    url: str


@dataclass(frozen=True)
class Way:
    """One thing that the reader can do. url: empty when it leads nowhere, None when it leads to a page that may not be
    linked to here; elsewhere: whether it leads to another site."""

    words: str
    note: str
    until: date | None
    url: str | None
    elsewhere: bool


def campaign_context(campaign: CampaignPage, request: HttpRequest) -> dict[str, object]:
    """What the page of a campaign shows: its state, what to do, what came of it, and who answers for it."""
    viewer, language = viewer_for(request), campaign.locale.language_code
    whom = sorted(campaign.terms.filter(branch__in=WHOM), key=lambda term: (WHOM.index(term.branch), term.position))
    return {
        "state": campaign.state(),
        "written_in": language,
        "own_address": request.build_absolute_uri(campaign.path_in(language)),
        "picture": lead_picture(campaign),
        "ways": ways_for(campaign),
        "updates": updates_of(viewer, campaign, language) if campaign.pk else [],
        "owners": owners_for(campaign, viewer),
        "countries": [country_name(code) for code in campaign.countries],
        "whom": whom,
        "related": helpers_for(whom, viewer),
    }


def update_context(update: CampaignUpdatePage, request: HttpRequest) -> dict[str, object]:
    """What the page of an update shows beside its text: the campaign that it tells of, as far as whoever looks knows
    it. Who is sent the draft of an update, or owns the update alone, may be none of those whom the campaign is for, and
    what was public once may have been taken down."""
    read = readable_by(viewer_for(request), CampaignPage.objects.filter(pk=OuterRef("pk")))
    campaigns = CampaignPage.objects.select_related("access__owner", "access__policy").annotate(is_read=Exists(read))
    campaign = campaigns.defer(*HEAVY).get(pk=update.get_parent().pk)
    language = update.locale.language_code
    return {
        "campaign": campaign,
        "is_campaign_known": campaign.is_read or may_edit(request.user, campaign),
        "campaign_address": campaign.path_in(language),
        "state": campaign.state(),
        "written_in": language,
        "own_address": request.build_absolute_uri(update.path_in(language)),
        "owners": owners_for(campaign, viewer_for(request)),
    }


def helpers_for(whom: list[Term], viewer: Viewer) -> list[SearchDocument]:
    """Organisations of the directory that help the people whom a campaign is about, so that a reader who is one of
    them finds the way. Two queries; none when the campaign does not say for whom it is."""
    served = tuple(term.code for term in whom if term.branch == Branch.SERVED)
    if not served:
        return []
    return listed(viewer, kind="entry", language=get_language() or "", limit=HELPERS, facets={"served": served})


def ways_for(campaign: CampaignPage) -> list[Way]:
    """What can be done, without what is over and what leads to pages that not all readers of this one may open.

    Read as it is stored: the pages themselves are not needed, only whether and where they may be linked to.
    """
    today = timezone.localdate()
    ways = [_way(item["value"], campaign) for item in campaign.ways_to_help.get_prep_value()]
    return [way for way in ways if way.url is not None and (way.until is None or way.until >= today)]


def _way(stored: dict, campaign: CampaignPage) -> Way:
    page, until = stored.get("page"), stored.get("until")
    address = address_of(Reference(PAGE, page), campaign) if page else stored.get("address") or ""
    return Way(
        words=stored["words"],
        note=stored.get("note") or "",
        until=date.fromisoformat(until) if until else None,
        url=address,
        elsewhere=not page,
    )


def owners_for(campaign: CampaignPage, viewer: Viewer) -> list[Owner]:
    """The organisations that answer for a campaign, that of its workspace first, each with the title and the address of
    its own page in the reader's language where the reader may open one. One query, beside what the viewer may read."""
    first, above = _where_it_stands(campaign)
    agreed = CoOwner.objects.filter(agreed_at__isnull=False, page__path__in=above).values("organisation_id")
    opens = readable_by(viewer, OrganisationPage.objects.filter(pk=OuterRef("pk")))
    pages = (
        OrganisationPage.objects.filter(Q(organisation=first) | Q(organisation__in=agreed), alias_of=None)
        .annotate(opens=Exists(opens))
        .select_related("organisation", "locale")
    )
    names = {page.organisation_id: page.organisation.name for page in pages}
    best = best_language([page for page in pages if page.opens], get_language() or "")
    urls = {page.organisation_id: path_of(page, page.locale.language_code) for page in best}
    names |= {page.organisation_id: page.title for page in best}
    owners = sorted(names, key=lambda pk: (pk != first, names[pk]))
    return [Owner(names[pk], urls.get(pk) or "") for pk in owners]


def _where_it_stands(campaign: CampaignPage) -> tuple[int | None, list[str]]:
    """The organisation in whose workspace a campaign stands, and the tree paths of itself and the pages above."""
    # Previewed before it is first saved, it has no place yet: it will be owned like what it will stand in.
    placed = campaign if campaign.pk else campaign.get_parent()
    if placed is None:
        return None, []
    return placed.access.owner_id, path_and_above(placed.path)
