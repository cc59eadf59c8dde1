"""Make an empty database a site: languages, front pages, groups and the workflow. Safe to run again."""

from django.core.management.base import BaseCommand

from home.actions import set_up_site


class Command(BaseCommand):
    help = "Make the languages, front pages, groups and workflow that the site cannot be without. Safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        set_up_site()
        self.stdout.write("The site is set up.")
