"""What the database holds of secrets: nothing that can be read without the key."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts import encryption
from tests.factories import a_person
from tests.factories.sessions import code_of, signed_in

pytestmark = pytest.mark.django_db

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
        return str(cursor.fetchall())


def test_authenticator_seed_is_not_in_the_database():
    person = a_person()

    row = TOTP.activate(person, SEED).instance
    recovery = RecoveryCodes.activate(person)

    stored = rows("mfa_authenticator")
    assert encryption.decrypt(row.data["secret"]) == SEED
    assert SEED not in stored
    assert encryption.decrypt(recovery.instance.data["seed"]) not in stored
    assert [code for code in recovery.get_unused_codes() if code in stored] == []


def test_seed_of_an_app_being_set_up_is_not_in_the_database_either():
    client = signed_in(a_person(), second_factor=False)

    page = client.get("/en/account/2fa/totp/activate/").content.decode()

    secret = client.session["mfa.totp.secret"]
    assert secret in page
    assert secret not in rows("django_session")


def test_session_made_with_an_unknown_key_is_no_session(settings):
    person = a_person()
    client = signed_in(person)
    before = client.get("/en/account/profile/").status_code
    settings.FIELD_ENCRYPTION_KEY = Fernet.generate_key().decode()

    after = client.get("/en/account/profile/")

    assert (before, after.status_code) == (200, 302)
    assert Session.objects.filter(session_key=client.cookies["sessionid"].value).exists() is True


def test_keys_rotate_one_after_the_other(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEY = old
    person = a_person()
    TOTP.activate(person, SEED)
    settings.FIELD_ENCRYPTION_KEY = f"{new}, {old}"
    with_both = code_of(person)
    written_now = encryption.encrypt(SEED)

    settings.FIELD_ENCRYPTION_KEY = new

    assert len(with_both) == 6
    assert encryption.decrypt(written_now) == SEED
    with pytest.raises(ValueError, match="known key"):
        encryption.decrypt(Authenticator.objects.get(user=person).data["secret"])


def test_key_that_is_none_stops_with_a_clear_word(settings):
    settings.FIELD_ENCRYPTION_KEY = "too short"

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEY"):
        encryption.encrypt("anything")
