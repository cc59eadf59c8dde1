"""How “who may read” is written down and compared: a rule is a set of clauses, a clause a set of principals.

A person may read when they hold at least one principal of every clause. Principals are short words:
"members", "org:<id>", "circle:<id>", "guests:<id of a page>" and "nobody", which no one ever holds.
"""

from collections.abc import Collection, Iterable
from hashlib import sha256

Clause = frozenset[str]
Rule = frozenset[Clause]

LONGEST_KEY = 400  # characters that AccessPolicy.key holds
MEMBERS = "members"
NOBODY = "nobody"
GUESTS = "guests:"  # how the principals of guests begin
PUBLIC: Rule = frozenset()


def organisation_principal(organisation_id: int) -> str:
    return f"org:{organisation_id}"


def circle_principal(circle_id: int) -> str:
    return f"circle:{circle_id}"


def guests_principal(page_id: int) -> str:
    return f"{GUESTS}{page_id}"


def rule_of(clauses: Iterable[Iterable[str]]) -> Rule:
    """The rule of these clauses in its one normal form.

    A clause without principals is kept as one that nobody satisfies. A principal that adds nobody to its clause is
    dropped: "nobody" beside others, an organisation beside "members". A clause that another, narrower one makes
    superfluous is dropped.
    """
    sets = {_without_needless(frozenset(clause)) for clause in clauses}
    return frozenset(clause for clause in sets if not any(_implies(other, clause) for other in sets - {clause}))


def _without_needless(clause: Clause) -> Clause:
    needed = {word for word in clause if word != NOBODY and not (MEMBERS in clause and word.startswith("org:"))}
    return frozenset(needed or {NOBODY})


def either(several: Iterable[Rule]) -> Rule:
    """The rule of those who satisfy at least one of several rules; that of nobody when there is none."""
    whole: Rule = frozenset({frozenset({NOBODY})})
    for rule in several:
        whole = rule_of(one | other for one in whole for other in rule)
    return whole


def key_of(rule: Rule) -> str:
    """The rule as text, the same for equal rules: "" for everybody, else "a|b&c", or its digest where that is long."""
    text = "&".join(sorted("|".join(sorted(clause)) for clause in rule))
    return text if len(text) <= LONGEST_KEY else f"sha256:{sha256(text.encode()).hexdigest()}"


def as_lists(rule: Rule) -> list[list[str]]:
    """The rule as it is stored: sorted lists of sorted words."""
    return sorted(sorted(clause) for clause in rule)


def satisfied(rule: Iterable[Iterable[str]], principals: Collection[str]) -> bool:
    """Whether somebody who holds these principals may read what has this rule."""
    return all(any(principal in principals for principal in clause) for clause in rule)


def at_least_as_narrow(rule: Rule, other: Rule) -> bool:
    """Whether everybody who satisfies `rule` is sure to satisfy `other` as well.

    Every person of an active organisation is a member of the network, so "org:3" implies "members".
    """
    return all(any(_implies(clause, wanted) for clause in rule) for wanted in other)


def _implies(clause: Clause, wanted: Clause) -> bool:
    return all(
        principal in wanted or principal == NOBODY or (MEMBERS in wanted and principal.startswith("org:"))
        for principal in clause
    )
