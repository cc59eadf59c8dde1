"""Open the workspace of a member organisation, in every language of the site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from organisations.actions.opening import NewOrganisation, front_pages, open_organisation


class Command(BaseCommand):
    help = (
        "Open an organisation: its workspace in every language of the site, its collections, groups and rights. "
        "People come to it with the command give_role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="As the organisation writes itself.")
        parser.add_argument("--acronym", default="", help="The short form of the name, if there is one.")
        parser.add_argument("--country", default="", help="Two letters, such as KE. Nothing when it must not show.")
        parser.add_argument("--slug", default="", help="The last part of its address; made from the name otherwise.")

    def handle(self, *args: object, **options: Any) -> None:
        languages = tuple(front_pages())
        if not languages:
            raise CommandError(_("The site is not set up yet: run set_up_site first."))
        new = NewOrganisation(
            name=options["name"].strip(),
            languages=languages,
            slug=options["slug"],
            acronym=options["acronym"],
            country=options["country"].upper(),
        )
        if not new.name or not new.address:
            raise CommandError(_("Give the organisation a name, and with --slug an address in Latin letters."))
        try:
            open_organisation(new, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        values = {"name": new.name, "slug": new.address}
        self.stdout.write(_("%(name)s is open. In commands it is called %(slug)s.") % values)
