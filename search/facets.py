"""How the choices beside the results are named and ordered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.countries import country_name
from content.names import folded
from content.terms import Branch, Term
from search.registry import KINDS

# In the order in which they are shown.
OFFERED: dict[str, str | Promise] = {
    "type": _("What"),
    "language": _("Language"),
    "need": _("What somebody needs"),
    "served": _("Whom it is for"),
    "profession": _("Profession"),
    "level": _("How much one should know"),
    "concern": _("Concern"),
    "country": _("Country"),
    "region": _("Part of the world"),
}

LEVELS: dict[str, str | Promise] = {
    "beginner": _("For beginners"),
    "advanced": _("Advanced"),
    "expert": _("For experts"),
}


@dataclass(frozen=True)
class Option:
    """One value of a facet: its code, its name, how many results it would show, whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    options: list[Option]

    @property
    def is_open(self) -> bool:
        return self.name == "type" or any(option.chosen for option in self.options)


def facets_of(counts: Mapping[str, Counter[str]], chosen: Mapping[str, tuple[str, ...]]) -> list[Facet]:
    """The facets that offer a choice, with what was chosen even where nothing is left of it. One query.

    Arguments: counts, as in Found.facets; chosen, the codes that were chosen, by facet.
    """
    codes = {name: {*counts.get(name, ()), *chosen.get(name, ())} for name in OFFERED}
    labels = _term_labels(codes)
    facets = []
    for name, label in OFFERED.items():
        options = [
            Option(code, _label(name, code, labels), counts.get(name, Counter())[code], code in chosen.get(name, ()))
            for code in codes[name]
        ]
        if options:
            facets.append(Facet(name, label, sorted(options, key=lambda option: (-option.count, folded(option.label)))))
    return facets


def _term_labels(codes: Mapping[str, set[str]]) -> dict[tuple[str, str], str]:
    branches = [branch for branch in Branch.values if codes.get(branch)]
    wanted = {code for branch in branches for code in codes[branch]}
    terms = Term.objects.filter(branch__in=branches, code__in=wanted)
    return {(term.branch, term.code): term.label for term in terms}


def _label(name: str, code: str, terms: Mapping[tuple[str, str], str]) -> str:
    """What people call a value; a code that nobody named is shown as it is."""
    if name == "language":
        return dict(settings.LANGUAGES).get(code, code)
    if name == "country":
        return country_name(code)
    if name == "type":
        return str(KINDS[code].many) if code in KINDS else code
    if name == "level":
        return str(LEVELS.get(code, code))
    return terms.get((name, code), code)
