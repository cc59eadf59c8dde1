"""How the link of an invitation is made, read and sent. It is kept nowhere: whoever reads the database cannot use it.

The mail says that there is a link and how long it works, and nothing of what it is about.
"""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from content.days import day_in_words
from organisations.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What stands in the link: which invitation, sent for which time, and the signature of both."""
    return _signer().sign(f"{invitation.uuid.hex}-{invitation.round}")


def read_token(token: str) -> tuple[UUID, int] | None:
    """Which invitation a link is for and for which time it was sent; None when this site did not make it."""
    try:
        key, _dash, number = _signer().unsign(token).partition("-")
    except BadSignature:
        return None
    return UUID(key), int(number)


def _signer() -> Signer:
    return Signer(salt="organisations.invitation", sep=".")


@task()
def mail_invitation(invitation_id: int, number: int) -> None:
    """Send the link of an invitation.

    Arguments: number, for which sending this was asked. One that was answered, taken back or sent again since, or has
    run out, is not mailed.
    """
    invitation = Invitation.objects.filter(pk=invitation_id, round=number).first()
    if invitation is None or invitation.has_run_out:
        return
    with override(invitation.language):
        link = settings.SITE_URL + reverse("invited", args=[token_of(invitation)])
        day = day_in_words(invitation.ends_at)
        text = render_to_string("organisations/email/invitation.txt", {"link": link, "day": day})
        send_mail(_("An invitation"), text, None, [invitation.email])
