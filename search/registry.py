"""How does each app say what of its things can be found? It registers a function that describes one of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACETS = (
    "type", "need", "threat", "served", "profession", "level", "concern", "country", "region", "language", "urgent",
)  # fmt: skip

Project = Callable[..., Iterable["Projection"]]


@dataclass(frozen=True)
class Projection:
    """How one thing is found in one language.

    key: unique text such as "page:12" or "entry:5:es"; kind: "page", "entry", …; language: of the text;
    translation_key: the same for the same thing in other languages; policy_id: the AccessPolicy that says who may
    read all of it; owner_id: the Organisation, if one owns it; headings, summary, body: plain text, nothing that
    fewer people may read than the policy says; url: from the root of the site; dated: the day it is listed by;
    facets: codes by facet name. The language and, unless given, the kind become facets of themselves.
    work, edition, is_current: for things that come in editions, the same work for all that belongs together; the
    translation key is then the same in every edition.
    """

    key: str
    kind: str
    language: str
    translation_key: str
    policy_id: int
    owner_id: int | None
    title: str
    headings: str = ""
    summary: str = ""
    body: str = ""
    url: str = ""
    dated: date | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    work: str = ""
    edition: str = ""
    is_current: bool = True


@dataclass(frozen=True)
class Source:
    """One kind of thing: its model, how one is described, and the queryset of all that could be found."""

    model: type[Model]
    project: Project
    things: Callable[[], QuerySet]


_sources: dict[type[Model], Source] = {}


class Kind(NamedTuple):
    """What people call things of one kind."""

    one: str | Promise
    many: str | Promise


KINDS = {
    "campaign": Kind(_("Campaign"), _("Campaigns")),
    "update": Kind(_("Campaign news"), _("Campaign news")),
    "organisation": Kind(_("Member organisation"), _("Member organisations")),
    "page": Kind(_("Page"), _("Pages")),
    "entry": Kind(_("Organisation that helps"), _("Organisations that help")),
    "document": Kind(_("File"), _("Files")),
    "chapter": Kind(_("Section of a manual"), _("Sections of manuals")),
}
"""The kinds there are; an app adds its own when it registers."""


def register(model: type[Model], *, project: Project, things: Callable[[], QuerySet]) -> None:
    """Let the things of a model, and of the models that inherit from it and say nothing themselves, be found.

    Arguments: project, takes one thing and gives its Projections, none when it is not to be found; things, gives a
    new queryset of all things that could be found. What is not in it is not found.
    """
    _sources[model] = Source(model, project, things)


def source_of(model: type[Model]) -> Source | None:
    """The registration that counts for this model: its own, or that of the nearest model above it."""
    return next((_sources[parent] for parent in model.__mro__ if parent in _sources), None)


def sources() -> list[Source]:
    """All registrations, in the order in which they were made."""
    return list(_sources.values())
