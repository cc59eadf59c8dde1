"""Make the demonstration network, or complete it, and say how to sign in to it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.demonstration import sign_in_lines
from demonstration.actions import make_demonstration
from home.models import HomePage


class Command(BaseCommand):
    help = (
        "Make the demonstration network: invented organisations, people of every role, campaigns, a directory. "
        "Works only with the development settings. Safe to run again: it completes what is missing."
    )

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                _(
                    "The demonstration has passwords that anybody can read, so it works only with the development "
                    "settings (DJANGO_SETTINGS_MODULE=network_site.settings.dev). Nothing was changed."
                )
            )
        if HomePage.objects.count() < len(settings.LANGUAGES):
            raise CommandError(_("This is not a site yet. Run “manage.py set_up_site” first."))
        try:
            make_demonstration()
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(_("The demonstration network is there. Its people, and how each of them signs in:") + "\n\n")
        for line in sign_in_lines():
            self.stdout.write(line)
        self.stdout.write("\n" + _sign_in_hint())


def _sign_in_hint() -> str:
    try:
        codes = settings.SITE_URL + reverse("dev_authenticator")
    except NoReverseMatch:
        codes = ""
    hint = _("Sign in at %(address)s; instead of a code from an app use one of the recovery codes.")
    text = hint % {"address": settings.SITE_URL + reverse("account_login")}
    return text + (" " + _("Codes of this half minute: %(address)s") % {"address": codes} if codes else "")
