"""How who may read is said in words to one person: organisations and circles by name only where that person may know
that they exist."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from organisations import permissions, rules
from organisations.actions.audiences import owners_of
from organisations.actions.changing_audience import AudienceChange
from organisations.models import Organisation
from organisations.viewer import Viewer, viewer_for


class Wording:
    """The words for one person. Two queries, however much is said."""

    def __init__(self, person: User, viewer: Viewer, owners: Iterable[Organisation] = ()) -> None:
        known = permissions.known_organisations(person, viewer).values_list("pk", "name")
        self.organisations = {organisation.pk: organisation.name for organisation in owners} | dict(known)
        self.circles = dict(permissions.known_circles(person).values_list("pk", "name"))

    def principal(self, word: str) -> str:
        """Those who hold this principal."""
        kind, _colon, number = word.partition(":")
        if kind == "org":
            return _("people of %(organisation)s") % {"organisation": self._organisation(int(number))}
        if kind == "circle":
            return self._circle(int(number))
        return {"members": _("members of the network"), "guests": _("guests of the page")}.get(kind, _("nobody"))

    def rule(self, rule: Iterable[Iterable[str]]) -> list[str]:
        """A rule, one line for each clause; empty when everybody may read."""
        lists = rules.as_lists(rules.rule_of(rule))
        return [" / ".join(self.principal(word) for word in clause) for clause in lists]

    def _organisation(self, pk: int) -> str:
        return self.organisations.get(pk) or _("another organisation")

    def _circle(self, pk: int) -> str:
        if pk not in self.circles:
            return _("people of a circle")
        return _("people of the circle “%(circle)s”") % {"circle": self.circles[pk]}


def wording_for(request: HttpRequest, page: Page) -> Wording:
    """The words for whoever works on this page: they know who owns it."""
    return Wording(request.user, viewer_for(request), owners_of(page))  # type: ignore[arg-type]  # behind the wall


def change_in_words(change: AudienceChange, words: Wording, *, others: int) -> dict[str, object]:
    """What a change of audience means: newly, who could read it that cannot today, None for everybody; above, what
    they must be let in by besides; others, how many further pages open with it."""
    newly = None if change.newly is None else sorted(words.principal(word) for word in change.newly)
    return {"change": change, "newly": newly, "above": words.rule(change.above), "others": others}
