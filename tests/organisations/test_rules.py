"""Rules: one normal form, plain evaluation, and when one is at least as narrow as another."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations import rules

PRINCIPALS = ["members", "org:1", "org:2", "circle:1", "nobody"]
a_rule = st.lists(st.lists(st.sampled_from(PRINCIPALS), max_size=3), max_size=3)


def holders():
    """Every set of principals that somebody could hold: people of an organisation are members."""
    for size in range(4):
        for held in itertools.combinations(["org:1", "org:2", "circle:1"], size):
            person = set(held)
            yield person | {"members"} if any(p.startswith("org:") for p in person) else person


@given(a_rule)
def test_normal_form_allows_whom_the_clauses_allow(clauses):
    expected = [all(set(clause) - {"nobody"} & held for clause in clauses) for held in map(frozenset, holders())]

    rule = rules.rule_of(clauses)

    assert [rules.satisfied(rule, held) for held in holders()] == [bool(e) for e in expected]


@given(a_rule, a_rule)
def test_equal_rules_have_one_key(first, second):
    one, other = rules.rule_of(first), rules.rule_of(second)

    assert (rules.key_of(one) == rules.key_of(other)) == (one == other)


def test_long_rules_have_keys_that_fit_and_differ():
    first, second = (rules.rule_of([[f"org:{number}" for number in range(size)]]) for size in (500, 501))

    keys = {rules.key_of(first), rules.key_of(second)}

    assert len(keys) == 2
    assert max(map(len, keys)) <= rules.LONGEST_KEY


@given(a_rule, a_rule)
def test_at_least_as_narrow_is_never_wrong(first, second):
    one, other = rules.rule_of(first), rules.rule_of(second)

    claimed = rules.at_least_as_narrow(one, other)

    if claimed:
        assert [h for h in holders() if rules.satisfied(one, h) and not rules.satisfied(other, h)] == []


@pytest.mark.parametrize(
    ("rule", "other", "expected"),
    [
        ([["org:1"]], [["members"]], True),
        ([["org:1"]], [], True),
        ([["members"]], [["org:1"]], False),
        ([["circle:1"]], [["members"]], False),
        ([["circle:1"], ["org:1"]], [["circle:1", "org:2"]], True),
        ([], [["members"]], False),
        ([["nobody"]], [["org:2"]], True),
    ],
)
def test_at_least_as_narrow(rule, other, expected):
    assert rules.at_least_as_narrow(rules.rule_of(rule), rules.rule_of(other)) == expected


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        (["members", "org:3"], ["members"]),
        (["org:3", "org:4"], ["org:3", "org:4"]),
        (["members", "circle:2"], ["circle:2", "members"]),
        (["nobody", "org:3"], ["org:3"]),
        (["nobody"], ["nobody"]),
    ],
)
def test_clause_keeps_only_whom_it_adds(clause, kept):
    assert rules.as_lists(rules.rule_of([clause])) == [kept]
