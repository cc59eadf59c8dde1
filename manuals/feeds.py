"""What a feed reader is told: the editions and corrections that every visitor may read, the latest first."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.feeds import as_html, plain
from content.languages import best_of_each
from manuals import addresses
from manuals.corrections import readable_corrections
from manuals.models import Correction, FrozenManual, State
from manuals.readers import in_language, readable_manuals
from organisations.viewer import VISITOR

ITEMS = 30
LANGUAGES_OF_ONE = 4  # of what exists in several languages so many rows are read for one entry


@dataclass(frozen=True)
class Entry:
    """What is told of one edition or correction. changed: the day on which it was last said anew."""

    title: str
    words: str
    link: str
    guid: str
    author: str
    published: date
    changed: date


class EditionsFeed(Feed):
    """The feed is the same for everybody, so it never asks who is there."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Manuals")

    def subtitle(self) -> str:
        return _("New editions of the network’s manuals, what changed in them, and what was corrected since.")

    def link(self) -> str:
        return reverse("manuals:index")

    def feed_url(self) -> str:
        return reverse("manuals:feed")

    def items(self) -> list[Entry]:
        found = [*map(of_edition, _editions()), *map(of_correction, _corrections())]
        return sorted(found, key=lambda entry: entry.published, reverse=True)[:ITEMS]

    def item_title(self, item: Entry) -> str:
        return plain(item.title)

    def item_description(self, item: Entry) -> str:
        return as_html(item.words)

    def item_link(self, item: Entry) -> str:
        return item.link

    def item_guid(self, item: Entry) -> str:
        return item.guid

    def item_author_name(self, item: Entry) -> str:
        return plain(item.author)

    def item_pubdate(self, item: Entry) -> datetime:
        return datetime.combine(item.published, time(), tzinfo=UTC)

    def item_updateddate(self, item: Entry) -> datetime:
        return datetime.combine(item.changed, time(), tzinfo=UTC)


def _editions() -> list[FrozenManual]:
    # That words were mended is no news; that it is dangerous is.
    told = Q(edition__patch=0) | Q(edition__state=State.WITHDRAWN_FOR_SAFETY)
    texts = readable_manuals(VISITOR).filter(told).order_by("-edition__released_on", "-edition__pk")
    by_edition: dict[int, list[FrozenManual]] = {}
    for text in texts[: ITEMS * LANGUAGES_OF_ONE]:
        by_edition.setdefault(text.edition_id, []).append(text)
    found = [in_language(several, get_language() or "") for several in by_edition.values()]
    return [text for text in found if text]


def _corrections() -> list[Correction]:
    latest = readable_corrections(VISITOR).order_by("-made_on", "-pk")[: ITEMS * LANGUAGES_OF_ONE]
    return best_of_each(latest, get_language() or "", code=lambda each: each.language, key=lambda each: each.act)


def of_edition(text: FrozenManual) -> Entry:
    edition = text.edition
    words = {"title": text.title, "number": edition.number}
    if edition.state == State.WITHDRAWN_FOR_SAFETY:
        title = _("%(title)s, edition %(number)s, was withdrawn for safety") % words
    else:
        title = _("%(title)s, edition %(number)s") % words
    return Entry(
        title,
        edition.reason or text.changes or text.summary,
        addresses.edition_path(get_language() or "", edition.work.slug, edition.number),
        _guid(edition.work.key, f"{edition.number} {text.language}"),
        _author(text),
        edition.released_on,
        edition.ended_on or edition.released_on,
    )


def of_correction(correction: Correction) -> Entry:
    chapter = correction.chapter
    text, edition = chapter.manual, chapter.manual.edition
    words = {"title": text.title, "number": edition.number, "chapter": chapter.title}
    if correction.about_safety:
        title = _("Correction, for your safety: %(chapter)s (%(title)s, edition %(number)s)") % words
    else:
        title = _("Correction: %(chapter)s (%(title)s, edition %(number)s)") % words
    address = addresses.edition_path(get_language() or "", edition.work.slug, edition.number, chapter.path)
    return Entry(
        title,
        correction.text,
        f"{address}#{correction.anchor}",
        _guid(edition.work.key, f"{correction.act} {correction.language}"),
        _author(text),
        correction.made_on,
        correction.made_on,
    )


def _guid(key: uuid.UUID, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(key, name)}"


def _author(text: FrozenManual) -> str:
    return text.authors or ", ".join(text.owners)
