"""Open the workspace of a member organisation, in every language of the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Site

from organisations.actions import open_workspace, translate_workspace
from organisations.models import Organisation


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

    @transaction.atomic
    def handle(self, *args: object, **options: Any) -> None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page__locale").first()
        if site is None:
            raise CommandError(_("The site is not set up yet: run set_up_site first."))
        name, slug = options["name"].strip(), options["slug"] or slugify(options["name"])[:80]
        if not name or not slug:
            raise CommandError(_("Give the organisation a name, and with --slug an address in Latin letters."))
        if Organisation.objects.filter(Q(name=name) | Q(slug=slug)).exists():
            raise CommandError(_("There is an organisation of this name or address already."))
        organisation = open_workspace(
            name=name,
            home=site.root_page,
            by=None,
            slug=slug,
            acronym=options["acronym"],
            country=options["country"].upper(),
        )
        for front in site.root_page.get_translations().select_related("locale"):
            translate_workspace(organisation, front.locale, by=None)
        values = {"name": name, "slug": slug}
        self.stdout.write(_("%(name)s is open. In commands it is called %(slug)s.") % values)
