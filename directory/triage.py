"""Which triage leads somebody who chooses to an answer: never round in a circle, never to nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

FEWEST, MOST = 6, 9  # choices of one step: as many as somebody in fear can take in


@dataclass(frozen=True)
class Place:
    """One place of the triage, under the name by which others lead to it.

    choices: the words of each choice and the name of the place it leads to; answers: for an end, whether it has
    something to show. A place without choices is an end.
    """

    name: str
    choices: tuple[tuple[str, str], ...] = ()
    answers: bool = False


def faults(places: Sequence[Place]) -> dict[int, list[str]]:
    """What is wrong with a triage, in the active language: for the number of each place that has faults its sentences.

    The first place is where everybody begins. A name that is there twice, a choice that leads to nothing, a way that
    comes round to where it began, and an end that has nothing to show are faults.
    """
    found = {number: list(_faults_of(place, number, places)) for number, place in enumerate(places)}
    return {number: sentences for number, sentences in found.items() if sentences}


def _faults_of(place: Place, number: int, places: Sequence[Place]) -> Iterator[str]:
    ways = {each.name: each for each in places}
    if any(each.name == place.name for each in places[:number]):
        yield _("Another step or end has the name “%(name)s” already.") % {"name": place.name}
    if not place.choices:
        if number == 0:
            yield _("“%(name)s” comes first, so it must be a step with choices.") % {"name": place.name}
        if not place.answers:
            yield _("“%(name)s” is a dead end: say which organisations answer, or choose a page.") % {
                "name": place.name
            }
    for words, leads_to in place.choices:
        if leads_to not in ways:
            yield _("In the step “%(name)s” the choice “%(words)s” leads to “%(there)s”, which is not there.") % {
                "name": place.name, "words": words, "there": leads_to,
            }  # fmt: skip
    if round_trip := _way_back(place.name, ways):
        yield _("The step “%(name)s” leads back to itself: %(way)s.") % {
            "name": place.name, "way": " → ".join(round_trip),
        }  # fmt: skip


def _way_back(name: str, ways: dict[str, Place]) -> list[str]:
    """The shortest way from a place back to it, nothing when there is none."""
    come_from = {name: ""}
    waiting = [name]
    for here in waiting:
        for _words, there in ways[here].choices:
            if there == name:
                return [*_trace(here, come_from), name]
            if there in ways and there not in come_from:
                come_from[there] = here
                waiting.append(there)
    return []


def _trace(here: str, come_from: dict[str, str]) -> list[str]:
    names = []
    while here:
        names.append(here)
        here = come_from[here]
    return names[::-1]
