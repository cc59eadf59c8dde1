"""Which campaigns and updates somebody may read, each once, in the language that serves them best."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from campaigns import addresses
from campaigns.models import CampaignPage, CampaignUpdatePage, State
from content.languages import best_of_each
from content.terms import Branch, Term
from content.tree import STEP, path_and_above
from organisations.models import CoOwner, Organisation
from organisations.permissions import readable_by
from organisations.viewer import Viewer

# What a list never shows, and what is heavy to load.
HEAVY = ("body", "ways_to_help", "partners", "notice")
WHOM = (Branch.SERVED, Branch.CONCERN, Branch.PROFESSION)


@dataclass
class Row:
    """One campaign in a list. language: that of its text, which is another one than the reader's when it exists in
    no other; last_update: the day of the latest update that the reader may read, where the list asks for it."""

    page: CampaignPage
    language: str
    url: str
    state: State
    owners: list[Organisation] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    last_update: date | None = None

    @property
    def whom(self) -> Term | None:
        """The one word for whom it is: the first of those it serves, else of its concerns, else of the professions."""
        return self.terms[0] if self.terms else None


def readable_rows(viewer: Viewer, language: str) -> list[Row]:
    """All campaigns that the viewer may read: running ones first, the latest first among them, then by their end.

    Each is there once: in this language, else in the first of the site's languages that it exists in.
    Five queries, whatever their number.
    """
    pages = readable_by(viewer, CampaignPage.objects.filter(alias_of=None))
    chosen = best_language(pages.select_related("locale", "picture", "access__owner").defer(*HEAVY), language)
    owners, terms = owners_by_page(chosen), terms_by_page(chosen)
    rows = [
        Row(
            page=page,
            language=page.locale.language_code,
            url=addresses.path_to(page.locale.language_code, page.slug),
            state=page.state(),
            owners=owners[page.pk],
            terms=terms[page.pk],
        )
        for page in chosen
    ]
    return sorted(rows, key=_latest_first)


def best_language(pages: Iterable[Page], language: str) -> list[Page]:
    """One page for each thing: the one in this language, else in the first language of the site that it has."""
    return best_of_each(
        pages, language, code=lambda page: page.locale.language_code, key=lambda page: page.translation_key
    )


def _latest_first(row: Row) -> tuple[bool, int]:
    day = row.page.began_on if row.state == State.RUNNING else (row.page.ended or row.page.began_on)
    return row.state != State.RUNNING, -day.toordinal()


def owners_by_page(pages: list[CampaignPage]) -> dict[int, list[Organisation]]:
    """For each page the organisation of its workspace and then those that agreed to own it, or what it stands in.

    Arguments: pages, with `access__owner` loaded. One query.
    """
    near = {path for page in pages for path in path_and_above(page.path)}
    shared = defaultdict(list)
    for row in CoOwner.objects.filter(agreed_at__isnull=False, page__path__in=near).select_related(
        "organisation", "page"
    ):
        shared[row.page.path].append(row.organisation)
    found = {}
    for page in pages:
        others = [organisation for path in path_and_above(page.path) for organisation in shared[path]]
        first = [page.access.owner] if page.access.owner else []
        found[page.pk] = list(dict.fromkeys([*first, *sorted(others, key=lambda each: each.name)]))
    return found


def terms_by_page(pages: list[CampaignPage]) -> dict[int, list[Term]]:
    """For each page the words that say for whom it is, those it serves first. Two queries."""
    links = CampaignPage.terms.through.objects.filter(
        campaignpage__in=[page.pk for page in pages], term__branch__in=WHOM
    ).values_list("campaignpage_id", "term_id")
    pairs = list(links)
    terms = Term.objects.in_bulk({term for _page, term in pairs})
    found = defaultdict(list)
    for page, term in pairs:
        found[page].append(terms[term])
    for several in found.values():
        several.sort(key=lambda term: (WHOM.index(term.branch), term.position))
    return found


# -- Updates -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UpdateRow:
    """One update in a list; language is that of its text."""

    page: CampaignUpdatePage
    language: str
    url: str


def updates_of(viewer: Viewer, campaign: CampaignPage, language: str) -> list[UpdateRow]:
    """The updates of this campaign that the viewer may read, those told in its other languages too; the latest first.

    Each is there once: in this language, else in the first of the site's languages that it exists in.
    """
    return in_order(readable_updates(viewer, campaign), language)


def readable_updates(viewer: Viewer, campaign: CampaignPage) -> QuerySet[CampaignUpdatePage]:
    """The updates that the viewer may read of this campaign in any of its languages, those in several several times."""
    same = Page.objects.filter(translation_key=campaign.translation_key, alias_of=None)
    above = Substr("path", 1, Length("path") - STEP)
    pages = CampaignUpdatePage.objects.annotate(above=above).filter(above__in=same.values("path"), alias_of=None)
    return readable_by(viewer, pages)


def in_order(pages: QuerySet[CampaignUpdatePage], language: str) -> list[UpdateRow]:
    """These updates as rows, each once and the latest first."""
    chosen = best_language(pages.select_related("locale").defer("body"), language)
    chosen.sort(key=lambda page: (page.day, page.pk), reverse=True)
    return [
        UpdateRow(
            page=page,
            language=page.locale.language_code,
            url=addresses.path_to(page.locale.language_code, page.campaign_slug, page.slug),
        )
        for page in chosen
    ]
