"""What may be asked of search: never without saying who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings

from organisations.permissions import readable_policies
from organisations.viewer import Viewer
from search.registry import FACETS

PAGE_SIZE = 10


class Editions(Enum):
    """Which editions are asked for of things that come in editions."""

    CURRENT = "current"
    ALL = "all"


@dataclass(frozen=True)
class AuthorisedQuery:
    """One question by one viewer.

    viewer: who asks; text: as they typed it, "" for everything by date; language: the one they read, its things come
    first; languages: those they chose, none for all; choices: the values they chose, by facet: one of each facet is
    enough, each facet counts; editions: the current ones, unless older ones are asked for as well; first, size: which
    part of the answer.
    Raises TypeError without a viewer, KeyError for an unknown facet. Costs one query: `policies` is what the viewer
    may read now, and nothing else is ever counted, listed or shown.
    """

    viewer: Viewer
    text: str = ""
    language: str = field(default_factory=lambda: settings.LANGUAGE_CODE)
    languages: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    editions: Editions = Editions.CURRENT
    first: int = 0
    size: int = PAGE_SIZE
    policies: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        if not isinstance(self.viewer, Viewer):
            raise TypeError("Search answers only to a viewer.")
        for name in self.choices:
            if name not in FACETS or name == "language":
                raise KeyError(name)
        chosen = {name: tuple(values) for name, values in self.choices.items() if values}
        object.__setattr__(self, "choices", chosen)
        object.__setattr__(self, "policies", frozenset(readable_policies(self.viewer)))

    @property
    def site_languages(self) -> list[str]:
        """The languages of the site, the reader's first."""
        return sorted(dict(settings.LANGUAGES), key=lambda code: code != self.language)

    @property
    def chosen_languages(self) -> list[str]:
        """The languages whose results are asked for, the reader's first."""
        return [code for code in self.site_languages if not self.languages or code in self.languages]

    @property
    def only_current(self) -> bool:
        """Whether older editions are left out."""
        return self.editions is Editions.CURRENT
