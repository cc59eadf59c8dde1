"""Give a person a role in an organisation or in the network, and an account where they have none."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from organisations import roles
from organisations.actions import admit_member, appoint
from organisations.models import Organisation

IN_AN_ORGANISATION = [role.code for role in roles.ORGANISATION_ROLES]
IN_THE_NETWORK = [role.code for role in roles.NETWORK_ROLES]


class Command(BaseCommand):
    help = (
        "Give a person a role. An account is made for an address that has none; its person chooses a password by the "
        "link “Forgotten your password?” of the sign-in page and is then asked for a second factor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address by which the person signs in.")
        parser.add_argument("role", choices=[*IN_AN_ORGANISATION, *IN_THE_NETWORK])
        parser.add_argument("--organisation", default="", help="What open_organisation printed; vetters need it too.")
        parser.add_argument("--until", type=date.fromisoformat, help="The last day, such as 2027-03-31.")
        parser.add_argument("--name", default="", help="How the person is called here. It need not be a real name.")

    @transaction.atomic
    def handle(self, *args: object, **options: Any) -> None:
        role, organisation = options["role"], self._organisation(options["organisation"])
        if organisation is None and (role in IN_AN_ORGANISATION or role == roles.VETTER):
            raise CommandError(_("Say for which organisation, with --organisation."))
        try:
            validate_email(options["email"])
            person = self._person(options["email"], options["name"])
            if role in IN_AN_ORGANISATION and organisation is not None:
                admit_member(person, organisation, role=role, by=None, until=options["until"])
            else:
                appoint(person, role=role, by=None, organisation=organisation, until=options["until"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        values = {"address": person.email, "role": role, "path": reverse("account_reset_password")}
        self.stdout.write(_("%(address)s is %(role)s now. A first password is chosen at %(path)s.") % values)

    def _organisation(self, slug: str) -> Organisation | None:
        found = Organisation.objects.filter(slug=slug).first()
        if slug and found is None:
            raise CommandError(_("There is no organisation that is called %(slug)s.") % {"slug": slug})
        return found

    def _person(self, email: str, name: str) -> User:
        return User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, display_name=name)
