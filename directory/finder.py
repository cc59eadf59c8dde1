"""How the public list is narrowed: neutral codes, “or” inside a facet, “and” across facets, counts beside choices."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.countries import choices as country_choices
from content.countries import countries_of
from content.languages import choices as language_choices
from content.terms import Branch
from content.vocabulary import words_of
from directory.models import ContactKind, Entry
from directory.public import PublicEntry, public_entry, with_listed

WAYS = (ContactKind.SIGNAL, ContactKind.OPENPGP, ContactKind.ONION, ContactKind.FORM, ContactKind.EMAIL,
        ContactKind.WHATSAPP, ContactKind.TELEGRAM, ContactKind.PHONE)  # fmt: skip
REGIONS = tuple(words_of(Branch.REGION))

Choice = dict[str, frozenset[str]]
TermLabels = Mapping[tuple[str, str], str]  # by branch and code


@dataclass(frozen=True)
class Facet:
    """One question of the finder: the name of its parameter, its words, and the codes to which an entry answers."""

    name: str
    title: object
    codes: Callable[[PublicEntry], Collection[str]]
    branch: Branch | None = None


@cache
def _countries_in(region: str) -> frozenset[str]:
    return frozenset(countries_of(region))


def _regions(entry: PublicEntry) -> Collection[str]:
    return REGIONS if entry.worldwide else entry.region_codes


def _countries(entry: PublicEntry) -> Collection[str]:
    """Those that it names and those of its regions; an entry that works worldwide works in each."""
    within = REGIONS if entry.worldwide else entry.regions
    return {*entry.countries, *(country for region in within for country in _countries_in(region))}


FACETS = (
    Facet("need", _("What do you need?"), lambda entry: entry.services, Branch.NEED),
    Facet("threat", _("What is happening?"), lambda entry: entry.threats, Branch.THREAT),
    Facet("served", _("For whom?"), lambda entry: entry.served, Branch.SERVED),
    Facet("region", _("Where are you?"), _regions, Branch.REGION),
    Facet("country", _("In which country?"), _countries),
    Facet("language", _("In which language?"), lambda entry: entry.languages),
    Facet("way", _("How can you reach them?"), lambda entry: entry.way_kinds),
    Facet("urgent", pgettext_lazy("facet", "Urgent"), lambda entry: ("yes",) if entry.answers_urgently else ()),
)


BY_NAME = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One facet as it is shown: its options with how many entries each would show beside the other choices."""

    name: str
    title: object
    options: Sequence[Option]

    @property
    def is_open(self) -> bool:
        """Whether it stands open on the page: the first question, the last one, and each that was answered."""
        return self.name in ("need", "urgent") or any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Found:
    """The answer: every entry of the finder in its order, those of them that fit, and the questions."""

    everything: list[PublicEntry]
    entries: list[PublicEntry]
    questions: list[Question]

    @property
    def total(self) -> int:
        return len(self.everything)

    def answers_of(self, entry: PublicEntry) -> list[tuple[str, str]]:
        """For each question on the page its name and the offered codes to which an entry answers, for filtering in the
        page, where nobody else learns what was chosen."""
        return [
            (question.name, " ".join(each.code for each in question.options if each.code in codes))
            for question in self.questions
            for codes in [BY_NAME[question.name].codes(entry)]
        ]


def choice_of(sent: Mapping[str, Sequence[str]], terms: TermLabels) -> Choice:
    """What somebody chose, by facet; parameters and codes that mean nothing are left out.

    Arguments: sent, lists of codes by parameter name; terms, the labels of all shared terms.
    """
    known = _labels(terms)
    chosen = {facet.name: frozenset(sent.get(facet.name, ())) & known[facet.name].keys() for facet in FACETS}
    return {name: codes for name, codes in chosen.items() if codes}


def query_of(choice: Choice) -> str:
    """A choice as the neutral codes of an address, always in the same order, so that equal choices have one address."""
    return urlencode([(facet.name, code) for facet in FACETS for code in sorted(choice.get(facet.name, ()))])


def in_finder(entries: QuerySet[Entry]) -> list[PublicEntry]:
    """What the finder shows of these entries: links (networks, campaigns, references) stay out, and so does what is
    not as it was voted. A fixed number of queries for any number of entries."""
    return [public for entry in with_listed(entries) if (public := public_entry(entry)) and not public.is_link]


def find(entries: Iterable[PublicEntry], choice: Choice, terms: TermLabels) -> Found:
    """The entries that fit the choice, urgent ones first, then those checked most recently; with counts.

    Arguments: entries, those of `in_finder`; terms, the labels of all shared terms.
    """
    everything = in_order(entries)
    fitting = [entry for entry in everything if fits(entry, choice)]
    return Found(everything, fitting, _questions(everything, choice, _labels(terms)))


def in_order(entries: Iterable[PublicEntry]) -> list[PublicEntry]:
    """Urgent ones first, then those checked most recently, then by name."""
    return sorted(entries, key=_order)


def _order(entry: PublicEntry) -> tuple:
    return (not entry.answers_urgently, -entry.checked_on.toordinal(), str(entry.name).casefold())


def fits(entry: PublicEntry, choice: Choice, but: str = "") -> bool:
    """Whether an entry answers to one chosen code of every question, the one named `but` left out."""
    return all(
        not choice[facet.name].isdisjoint(facet.codes(entry))
        for facet in FACETS
        if facet.name in choice and facet.name != but
    )


def _questions(entries: list[PublicEntry], choice: Choice, labels: dict[str, dict[str, str]]) -> list[Question]:
    questions = []
    for facet in FACETS:
        among = [entry for entry in entries if fits(entry, choice, but=facet.name)]
        counts = Counter(code for entry in among for code in set(facet.codes(entry)))
        chosen = choice.get(facet.name, frozenset())
        offered = chosen | _offered(facet, entries)
        options = [
            Option(code, label, counts[code], code in chosen)
            for code, label in labels[facet.name].items()
            if code in offered
        ]
        if options:
            questions.append(Question(facet.name, facet.title, options))
    return questions


def _offered(facet: Facet, entries: list[PublicEntry]) -> set[str]:
    """The choices worth showing: those to which some entry answers; of the countries, those that some entry names."""
    if facet.name == "country":
        return {code for entry in entries for code in entry.countries}
    return {code for entry in entries for code in facet.codes(entry)}


def _labels(terms: TermLabels) -> dict[str, dict[str, str]]:
    """For each facet its codes with their words, in the order in which they are shown."""
    labels: dict[str, dict[str, str]] = {facet.name: {} for facet in FACETS}
    for (branch, code), label in terms.items():
        labels.setdefault(branch, {})[code] = label
    labels["country"] = dict(country_choices())
    labels["language"] = dict(language_choices())
    labels["way"] = {kind.value: str(kind.label) for kind in WAYS}
    labels["urgent"] = {"yes": str(_("Only those that take urgent appeals"))}
    return labels
