"""What a feed reader is told: the editions that every visitor may read, the latest first."""

import uuid
from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manuals import addresses
from manuals.models import FrozenManual, State
from manuals.readers import in_language, readable_manuals
from organisations.viewer import VISITOR

ITEMS = 30


class EditionsFeed(Feed):
    """The feed is the same for everybody, so it never asks who is there."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Manuals")

    def subtitle(self) -> str:
        return _("New editions of the network’s manuals, and what changed in them.")

    def link(self) -> str:
        return reverse("manuals:index")

    def feed_url(self) -> str:
        return reverse("manuals:feed")

    def items(self) -> list[FrozenManual]:
        texts = readable_manuals(VISITOR).order_by("-edition__released_on", "-edition__pk")
        by_edition: dict[int, list[FrozenManual]] = {}
        for text in texts[: ITEMS * 4]:
            by_edition.setdefault(text.edition_id, []).append(text)
        found = [in_language(several, get_language() or "") for several in by_edition.values()]
        return [text for text in found if text][:ITEMS]

    def item_title(self, item: FrozenManual) -> str:
        words = {"title": item.title, "number": item.edition.number}
        if item.edition.state == State.WITHDRAWN_FOR_SAFETY:
            return _("%(title)s, edition %(number)s, was withdrawn for safety") % words
        return _("%(title)s, edition %(number)s") % words

    def item_description(self, item: FrozenManual) -> str:
        return item.edition.reason or item.changes or item.summary

    def item_link(self, item: FrozenManual) -> str:
        return addresses.edition_path(get_language() or "", item.edition.work.slug, item.edition.number)

    def item_guid(self, item: FrozenManual) -> str:
        return f"urn:uuid:{uuid.uuid5(item.edition.work.key, f'{item.edition.number} {item.language}')}"

    def item_author_name(self, item: FrozenManual) -> str:
        return item.authors or ", ".join(item.owners)

    def item_pubdate(self, item: FrozenManual) -> datetime:
        return datetime.combine(item.edition.released_on, time(), tzinfo=UTC)

    def item_updateddate(self, item: FrozenManual) -> datetime:
        return datetime.combine(item.edition.ended_on or item.edition.released_on, time(), tzinfo=UTC)
