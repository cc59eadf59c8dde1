"""The words beside the facts of an entry: shared terms, places, languages and answers in the reader's tongue."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.countries import country_name
from content.terms import Branch, Term
from directory.models import Answer, ContactKind, Trigger
from directory.public import PublicEntry, Text

HOURS_A_DAY = 24


def risk_of(kind: str) -> str:
    """One sentence on what others can see when somebody uses this kind of contact."""
    return {
        ContactKind.SIGNAL: _("Nobody on the way can read it. They see your number, unless you have set a user name."),
        ContactKind.ONION: _(
            "Open it in Tor Browser. They do not see where you are, and nobody on the way sees that you wrote."
        ),
        ContactKind.OPENPGP: _(
            "The text is closed. Your address, theirs, the hour and the subject line are not: leave the subject empty."
        ),
        ContactKind.FORM: _(
            "Nobody on the way can read what you write. Your provider sees which site you open; Tor Browser hides it."
        ),
        ContactKind.WEBSITE: _("Your provider sees which site you open, not which page. Tor Browser hides it."),
        ContactKind.EMAIL: _("Whoever runs either mailbox can read it, and so may others. Say only what may be known."),
        ContactKind.WHATSAPP: _(
            "Nobody on the way can read it. Its company knows that you two are in touch, and when."
        ),
        ContactKind.TELEGRAM: _("Its company can read ordinary chats. Only “secret chats” are closed to it."),
        ContactKind.PHONE: _("The phone company sees that you called and may listen. Use it when minutes count."),
        ContactKind.POST: _(
            "Letters are slow and can be opened. Do not put your name on the outside if that is a danger."
        ),
        ContactKind.IN_PERSON: _(
            "People may see you come and go. Leave your phone behind if it could betray where you are."
        ),
    }[ContactKind(kind)]


def within(hours: int | None) -> str:
    """A promised time in words: hours up to two days, then days; empty when none was promised."""
    if hours is None:
        return ""
    if hours <= 2 * HOURS_A_DAY:
        return ngettext("within %(number)d hour", "within %(number)d hours", hours) % {"number": hours}
    days = -(-hours // HOURS_A_DAY)
    return ngettext("within %(number)d day", "within %(number)d days", days) % {"number": days}


def count_words() -> dict[str, str]:
    """“{n} organisations” in the active language for each plural category of Unicode CLDR, by a number that stands for
    it, so that the page can count anew by itself."""
    samples = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
    words = {name: ngettext("%(number)s organisation", "%(number)s organisations", n) for name, n in samples.items()}
    return {name: text % {"number": "{n}"} for name, text in words.items()}


class Words:
    """The words of one entry. Labels of all terms are read once for a whole list."""

    def __init__(self, entry: PublicEntry, labels: Mapping[tuple[str, str], str]) -> None:
        self.entry = entry
        self.labels = labels

    def _terms(self, branch: Branch, field: str) -> list[str]:
        return [self.labels[branch, code] for code in self.entry.codes(field) if (branch, code) in self.labels]

    @property
    def services(self) -> list[str]:
        return self._terms(Branch.NEED, "services")

    @property
    def threats(self) -> list[str]:
        return self._terms(Branch.THREAT, "threats")

    @property
    def served(self) -> list[str]:
        return [*self._terms(Branch.SERVED, "served"), *self._terms(Branch.PROFESSION, "professions")]

    @property
    def not_served(self) -> list[str]:
        return self._terms(Branch.SERVED, "not_served")

    @cached_property
    def places(self) -> list[str]:
        everywhere = [_("Worldwide")] if self.entry.worldwide else []
        countries = sorted(country_name(code) for code in self.entry.countries)
        return [*everywhere, *self._terms(Branch.REGION, "regions"), *countries]

    @property
    def filing(self) -> list[tuple[str, object]]:
        """What a mechanism asks of those who write to it: label and text or words, without what nobody stated."""
        entry = self.entry
        trigger = Trigger(entry.trigger).label if entry.trigger else ""
        anonymous = Answer(entry.anonymous).label if entry.anonymous != Answer.UNKNOWN else ""
        pairs = [
            (_("Who may file"), entry.who_may_file),
            (_("Conditions"), entry.preconditions),
            (_("When one may write"), Text(str(trigger))),
            (_("What one must state"), entry.must_state),
            (_("May be anonymous"), Text(str(anonymous))),
            (_("Deadline"), entry.deadline),
            (_("What follows"), entry.follow_up),
        ]
        return [(label, text) for label, text in pairs if text]

    @property
    def first_reply(self) -> str:
        return within(self.entry.first_reply_hours)

    @property
    def urgent(self) -> str:
        return str(Answer(self.entry.takes_urgent).label)


def term_labels() -> dict[tuple[str, str], str]:
    """The label of every shared term in the active language, by branch and code: one query."""
    return {(term.branch, term.code): term.label for term in Term.objects.all()}


def words_for(entry: PublicEntry, labels: Mapping[tuple[str, str], str] | None = None) -> Words:
    return Words(entry, term_labels() if labels is None else labels)
