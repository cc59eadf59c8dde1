"""Which mails the site sends about an account, written and sent outside the request.

In the request the same is done for an address that is known and one that is not, so neither the answer nor its time
tells which it was; and a mail server that is down stops nobody from signing in.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from accounts import encryption
from accounts.models import User


def ask_for_reset_link(address: str) -> None:
    """Queue a mail with a link that sets a new password; the address waits encrypted in the queue."""
    mail_reset_link.enqueue(encryption.encrypt(address.strip().lower()))


@task()
def mail_reset_link(sealed_address: str) -> None:
    """Send the link if the address belongs to an open account; else do nothing.

    Arguments: sealed_address, an e-mail address encrypted with `accounts.encryption`.
    """
    person = User.objects.filter(email__iexact=encryption.decrypt(sealed_address), is_active=True).first()
    if person is None:
        return
    with override(person.language):
        parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
        link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts)
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        text = render_to_string("account/email/link.txt", {"link": link, "minutes": minutes})
        send_mail(_("The link you asked for"), text, None, [person.email])


@task()
def mail_notice(person_id: int) -> None:
    """Tell a person that something about how they sign in has changed, without saying what or where."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    with override(person.language):
        text = render_to_string("account/email/notice.txt")
        send_mail(_("A change that you should know of"), text, None, [person.email])
