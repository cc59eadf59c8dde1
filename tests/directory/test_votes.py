"""The rules of voting, without a database."""

import itertools

import pytest

from directory.votes import Ballot, Matter, Objection, Outcome, Voter, counted, objections, outcome

ANN, BO, CY = Voter(1, 10, frozenset({10})), Voter(2, 20, frozenset({20})), Voter(3, 30, frozenset({30}))
FREE = Matter()


def yes(voter, digest="d", organisation=None):
    return Ballot(voter, organisation or voter.appointed, True, digest)


def no(voter, digest="d"):
    return Ballot(voter, voter.appointed, False, digest)


@pytest.mark.parametrize(
    ("voter", "matter", "expected"),
    [
        (ANN, FREE, []),
        (ANN, Matter(own=frozenset({20}), nominator=frozenset({20}), host=frozenset({20})), []),
        (ANN, Matter(declared=frozenset({20}), edited_by=frozenset({2}), nominated_by=2), []),
        (Voter(1, None, frozenset({10})), FREE, [Objection.NO_VETTER]),
        (ANN, Matter(own=frozenset({10})), [Objection.OWN]),
        (ANN, Matter(nominator=frozenset({10})), [Objection.NOMINATOR]),
        (ANN, Matter(nominated_by=1), [Objection.NOMINATOR]),
        (ANN, Matter(host=frozenset({10})), [Objection.HOST]),
        (ANN, Matter(declared=frozenset({10})), [Objection.DECLARED]),
        (ANN, Matter(edited_by=frozenset({1})), [Objection.EDITED]),
        (Voter(1, 10, frozenset({10, 11})), Matter(own=frozenset({11})), [Objection.OWN]),
        (Voter(1, 10), Matter(own=frozenset({10})), [Objection.OWN]),
        (Voter(1, None, frozenset({10})), Matter(own=frozenset({10})), [Objection.NO_VETTER, Objection.OWN]),
    ],
)
def test_objections_name_each_reason(voter, matter, expected):
    assert objections(voter, matter) == expected


@pytest.mark.parametrize(
    ("ballots", "matter", "expected"),
    [
        ([], FREE, Outcome.OPEN),
        ([yes(ANN)], FREE, Outcome.OPEN),
        ([yes(ANN), yes(BO)], FREE, Outcome.ACCEPTED),
        ([yes(ANN), yes(ANN)], FREE, Outcome.OPEN),
        ([yes(ANN), yes(Voter(4, 10, frozenset({10})))], FREE, Outcome.OPEN),
        ([yes(ANN), yes(BO, "older")], FREE, Outcome.OPEN),
        ([yes(ANN), yes(BO, organisation=30)], FREE, Outcome.OPEN),
        ([yes(ANN), yes(Voter(2, None, frozenset({20})), organisation=20)], FREE, Outcome.OPEN),
        ([yes(ANN), yes(BO)], Matter(own=frozenset({20})), Outcome.OPEN),
        ([yes(ANN), yes(BO)], Matter(edited_by=frozenset({2})), Outcome.OPEN),
        ([yes(ANN), no(BO)], FREE, Outcome.OPEN),
        ([yes(ANN), no(BO), yes(CY)], FREE, Outcome.ACCEPTED),
        ([no(ANN), no(BO)], FREE, Outcome.REFUSED),
        ([no(ANN)], FREE, Outcome.OPEN),
        ([yes(ANN), yes(BO), no(BO)], FREE, Outcome.OPEN),
        ([no(ANN), yes(BO), yes(ANN)], FREE, Outcome.ACCEPTED),
    ],
)
def test_outcome_needs_two_organisations(ballots, matter, expected):
    assert outcome(ballots, matter, "d") == expected


def test_counted_keeps_the_last_of_each_person_and_organisation():
    colleague = Voter(4, 10, frozenset({10}))
    first, second, last = yes(ANN), no(colleague), yes(ANN)

    assert counted([first, second], FREE, "d") == [second]
    assert counted([first, second, last], FREE, "d") == [last]


def test_outcome_does_not_depend_on_the_order_of_organisations():
    ballots = [yes(ANN), yes(BO), no(CY)]

    results = {outcome(order, FREE, "d") for order in itertools.permutations(ballots)}

    assert results == {Outcome.ACCEPTED}
