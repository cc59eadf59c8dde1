"""Bring the network's shared words from their files into the database."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.vocabulary import sync_terms


class Command(BaseCommand):
    help = "Write the shared terms of content/vocabulary/ into the database. Nothing is ever deleted."

    def handle(self, *args, **options) -> None:
        report = sync_terms()
        for line in (
            ngettext("%(count)d term made.", "%(count)d terms made.", len(report.made)) % {"count": len(report.made)},
            ngettext("%(count)d term updated.", "%(count)d terms updated.", len(report.updated))
            % {"count": len(report.updated)},
        ):
            self.stdout.write(line)
        for name in report.kept:
            self.stdout.write(_("Kept, though no file has it any more: %(name)s") % {"name": name})
