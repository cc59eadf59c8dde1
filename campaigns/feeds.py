"""What a feed reader is told: the latest campaigns and updates that every visitor may read."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.listing import Row, UpdateRow, in_order, owners_by_page, readable_rows
from campaigns.models import CampaignUpdatePage
from content.feeds import as_html, plain
from organisations.models import Organisation
from organisations.permissions import readable_by
from organisations.viewer import Viewer

ITEMS = 30


@dataclass(frozen=True)
class Item:
    """One entry of the feed. key: the thing, the same in every language; at: when it happened, midnight of a day."""

    key: uuid.UUID
    language: str
    title: str
    words: str
    url: str
    at: datetime
    changed: datetime
    authors: str


class MarkedAtom(Atom1Feed):
    """Atom whose entries say in which language they are written (RFC 4287, section 2: xml:lang)."""

    def item_attributes(self, item: dict) -> dict[str, str]:
        return super().item_attributes(item) | {"xml:lang": item["language"]}


class LatestFeed(Feed):
    """The feed is the same for everybody, so it never asks who is there."""

    feed_type = MarkedAtom

    def title(self) -> str:
        return _("Campaigns")

    def subtitle(self) -> str:
        return _("New campaigns of the network, and what came of them.")

    def link(self) -> str:
        return reverse("campaigns:index")

    def feed_url(self) -> str:
        return reverse("campaigns:feed")

    def items(self) -> list[Item]:
        anybody = Viewer(known={})  # a visitor, who remembers while this one answer is made
        items = sorted([*_campaigns(anybody), *_updates(anybody)], key=lambda item: (item.at, item.url), reverse=True)
        return items[:ITEMS]

    def item_title(self, item: Item) -> str:
        return plain(item.title)

    def item_description(self, item: Item) -> str:
        return as_html(item.words)

    def item_link(self, item: Item) -> str:
        return item.url

    def item_guid(self, item: Item) -> str:
        return f"urn:uuid:{uuid.uuid5(item.key, item.language)}"

    def item_author_name(self, item: Item) -> str:
        return plain(item.authors)

    def item_pubdate(self, item: Item) -> datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        return item.changed

    def item_extra_kwargs(self, item: Item) -> dict[str, str]:
        return {"language": item.language}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _item(row: Row | UpdateRow, words: str, day: date, owners: list[Organisation]) -> Item:
    return Item(
        key=row.page.translation_key,
        language=row.language,
        title=row.page.title,
        words=words,
        url=row.url,
        at=_midnight(day),
        changed=row.page.last_published_at or _midnight(day),
        authors=", ".join(owner.name for owner in owners),
    )


def _campaigns(viewer: Viewer) -> list[Item]:
    rows = readable_rows(viewer, get_language())
    return [_item(row, row.page.demand, row.page.began_on, row.owners) for row in rows]


def _updates(viewer: Viewer) -> list[Item]:
    latest = readable_by(viewer, CampaignUpdatePage.objects.filter(alias_of=None)).select_related("access__owner")
    rows = in_order(latest, get_language())[:ITEMS]
    owners = owners_by_page([row.page for row in rows])
    return [_item(row, row.page.summary, row.page.day, owners[row.page.pk]) for row in rows]
