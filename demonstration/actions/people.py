"""How the people of the demonstration get their accounts, organisations and roles."""

from django.db import transaction

from accounts.demonstration import demonstration_accounts, make_demonstration_account
from accounts.models import User
from demonstration.script import facts
from organisations import roles
from organisations.actions import admit_member, appoint
from organisations.models import Appointment, Organisation

PASSWORD = "a lantern in every window"  # noqa: S105 - printed for everybody who runs the demonstration


class People:
    """The accounts of the demonstration. Each is read anew when it is asked for, because an account in memory keeps
    the rights that it had when somebody first asked for them."""

    def at(self, email: str) -> User:
        """The account with this address."""
        return User.objects.get(email__iexact=email)

    def of(self, organisation: str, role: str) -> User:
        """The person with this role in this organisation, "vetter" being one; organisation is the key in the facts."""
        return self.at(
            next(
                person["email"]
                for person in facts("network")["people"]
                if person.get("organisation") == organisation and person.get("appointed", person["role"]) == role
            )
        )

    def appointed(self, role: str) -> User:
        """The person with this role in the network."""
        return self.at(next(each["email"] for each in facts("network")["people"] if each.get("appointed") == role))


def make_people() -> People:
    """The accounts; those that exist are left as their people have them.

    Raises ValidationError when one of the addresses belongs to a real account.
    """
    have = {account.email for account in demonstration_accounts()}
    names = {each["key"]: each["name"] for each in facts("network")["organisations"]}
    for person in facts("network")["people"]:
        if person["email"] in have:
            continue
        make_demonstration_account(
            email=person["email"],
            display_name=person["name"],
            password=PASSWORD,
            language=person["language"],
            role=", ".join(filter(None, [_role(person), names.get(person.get("organisation"))])),
        )
    return People()


def _role(person: dict[str, str]) -> str:
    if appointed := person.get("appointed"):
        return str(roles.NETWORK_ROLES.named(appointed).label)
    return str(roles.ORGANISATION_ROLES.named(person["role"]).label)


@transaction.atomic
def appoint_network(people: People) -> None:
    """Give those who belong to no organisation their roles in the network."""
    for person in facts("network")["people"]:
        if "organisation" not in person:
            _appoint(person, None, people)


@transaction.atomic
def admit_people(people: People, organisation: Organisation, key: str) -> None:
    """Let its people into an organisation, with their roles there and in the network. key: as in the facts."""
    for person in facts("network")["people"]:
        if person.get("organisation") != key:
            continue
        by = people.appointed(roles.SECRETARIAT)
        admit_member(people.at(person["email"]), organisation, role=person["role"], by=by)
        if "appointed" in person:
            _appoint(person, organisation, people)


def _appoint(person: dict[str, str], organisation: Organisation | None, people: People) -> None:
    account, role = people.at(person["email"]), person["appointed"]
    if not Appointment.objects.filter(person=account, role=role).exists():
        appoint(account, role=role, by=people.appointed(roles.SECRETARIAT), organisation=organisation)
