"""What is left elsewhere of what was withdrawn for safety, for whoever withdrew it to look at.

An app that keeps copies of its own registers a Wagtail hook:

    @hooks.register("remains_elsewhere")
    def what_our_things_have_of_it(owners, *, words, copies, by): ...

which gets the organisations that owned what was withdrawn, its words, and the size and SHA-256 of each of its files; it
yields a Place for each thing of theirs that has any of it. What only waits to say it again it cancels.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from wagtail import hooks
from wagtail.models import Page

from accounts.models import User
from content.same_words import Words
from organisations import permissions, roles
from organisations.models import Organisation

Copies = frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Place:
    """A thing of another app: what it is called, whose it is, and the address of the screen where it is taken back."""

    title: str
    owner: Organisation | None
    address: str


@dataclass
class Remains:
    """Where something still stands: pages, published or drafts, and things of other apps."""

    pages: list[Page] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """The same for one person: what is theirs, and of all else only whose it is."""

    pages: list[Page]
    places: list[Place]
    owners: list[str]

    def __bool__(self) -> bool:
        return bool(self.pages or self.places or self.owners)


def places_with(
    owners: QuerySet[Organisation], *, words: Words, copies: Copies = frozenset(), by: User | None
) -> list[Place]:
    """Every place that the apps above know of."""
    return [
        place
        for hook in hooks.get_hooks("remains_elsewhere")
        for place in hook(owners, words=words, copies=copies, by=by)
    ]


def told_to(person: User, remains: Remains) -> Told:
    """What this person is told of what remains: pages and things of organisations for which they publish, the
    secretariat those that they may withdraw; of others only whose they are."""
    own = permissions.organisations_of(person, *roles.PUBLISHING)
    mine = set(own.values_list("pk", flat=True))
    wanted = [page.pk for page in remains.pages]
    pages = set(permissions.editable_pages(person).filter(pk__in=wanted).values_list("pk", flat=True))
    places = [place for place in remains.places if place.owner and place.owner.pk in mine]
    return Told(
        [page for page in remains.pages if page.pk in pages],
        places,
        sorted(_names(remains, pages, places)),
    )


def _names(remains: Remains, pages: set[int], places: Iterable[Place]) -> set[str]:
    others = {page.access.owner for page in remains.pages if page.pk not in pages}
    others |= {place.owner for place in remains.places if place not in places}
    return {owner.name for owner in others if owner}
