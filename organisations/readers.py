"""Who may read something, in words for those who work on it."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Collection

from organisations import rules
from organisations.models import Organisation


def describe(rule: list[list[str]]) -> list[str]:
    """The present rule in words, one sentence for each clause; empty when everybody may read."""
    return describe_each([rule])[0]


def describe_each(several: Iterable[list[list[str]]]) -> list[list[str]]:
    """The same of several rules, in their order. One query."""
    given = list(several)
    ids = {int(word[4:]) for rule in given for clause in rule for word in clause if word.startswith("org:")}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [[" / ".join(_word(principal, names) for principal in clause) for clause in rule] for rule in given]


def words_for(collections: QuerySet[Collection]) -> dict[int, str]:
    """Who may read what is in each of these collections, in a few words, by its id. Two queries."""
    rows = list(collections.values_list("pk", "access__policy__rule"))
    described = describe_each(rule for _pk, rule in rows)
    return {pk: _in_short(rule, words) for (pk, rule), words in zip(rows, described, strict=True)}


def _in_short(rule: list[list[str]], words: list[str]) -> str:
    if not rule:
        return _("Everybody")
    short = " + ".join(words)
    # Names are written as they are.
    return short if rule[0][0].startswith("org:") else capfirst(short)


def _word(principal: str, names: dict[int, str]) -> str:
    kind, _colon, number = principal.partition(":")
    if kind == "org":
        return names.get(int(number), _("another organisation"))
    words = {
        rules.MEMBERS: _("members of the network"),
        "circle": _("people of a circle"),
        "guests": _("guests of the page"),
    }
    return words.get(kind, _("nobody"))
