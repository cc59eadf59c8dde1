"""Who did something to a page, as far as its editors may know: people of its owners by name, others by their part."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from organisations import roles
from organisations.actions.audiences import owners_of
from organisations.models import Appointment, Membership


def named_on(page: Page) -> QuerySet[User]:
    """Those who are named on the screens of this page: whoever belongs or belonged to an organisation that owns it, and
    on a page of the network's own, which no organisation owns, the secretariat."""
    owners = owners_of(page)
    if not owners:
        return User.objects.filter(pk__in=Appointment.objects.filter(role=roles.SECRETARIAT).values("person_id"))
    return User.objects.filter(pk__in=Membership.objects.filter(organisation__in=owners).values("person_id"))


class Names:
    """What people are called on the screens of one page. Two queries, however many people."""

    def __init__(self, page: Page) -> None:
        self.named = frozenset(named_on(page).values_list("pk", flat=True))
        appointed = Appointment.objects.filter(role=roles.SECRETARIAT)
        self.secretariat = frozenset(appointed.values_list("person_id", flat=True))

    def are_told_of(self, person_id: int | None) -> bool:
        """Whether this person is called by name, or is nobody."""
        return person_id is None or person_id in self.named

    def part_of(self, person_id: int | None) -> str:
        """What somebody is called who is not named."""
        return _("the secretariat") if person_id in self.secretariat else _("somebody of another organisation")

    def of(self, person: User | None) -> str:
        """What this person is called; nobody is the site itself."""
        if person is None:
            return _("the site itself")
        return str(person) if self.are_told_of(person.pk) else self.part_of(person.pk)

    def stand_in(self, person: User | None) -> User | None:
        """This person as a screen may have them: an account with nothing but its part, where it is not named."""
        if person is None or self.are_told_of(person.pk):
            return person
        return User(pk=person.pk, display_name=self.part_of(person.pk))


def name_who_locked_a_page() -> None:
    """What Wagtail says of a lock names whoever set it; called once, when the site starts."""
    from wagtail.locks import BasicLock

    for name in ("get_message", "get_description"):
        setattr(BasicLock, name, _with_stand_in(getattr(BasicLock, name)))


def _with_stand_in(stock: Callable[..., str]) -> Callable[..., str]:
    def say(self: Any, user: Any) -> str:
        locked = self.object
        if isinstance(locked, Page) and locked.locked_by_id:
            locked.locked_by = Names(locked).stand_in(locked.locked_by)
        return stock(self, user)

    return say
