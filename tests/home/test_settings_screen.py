"""The site's settings: the secretariat changes its name and words in every language, nobody else sees the screen."""

import pytest
from django.conf import settings
from django.urls import reverse

from home.models import SiteSettings
from home.permissions import SettingsPolicy
from organisations import roles
from tests.factories import a_member, an_appointed, an_organisation
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LEADS_THERE = reverse("wagtailsettings:edit", args=["home", "sitesettings"])


def screen() -> str:
    return reverse("wagtailsettings:edit", args=["home", "sitesettings", SiteSettings.objects.get().pk])


def form(**changes: str) -> dict[str, str]:
    site = SiteSettings.objects.get()
    names = [
        "leave_address",
        *(f"{name}_{code}" for code, _ in settings.LANGUAGES for name in ("name", "strapline", "foot")),
    ]
    return {name: getattr(site, name) or "" for name in names} | changes


@pytest.mark.parametrize("role", [role.code for role in (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)])
def test_settings_open_for_the_secretariat_alone(role):
    organisation = an_organisation()
    network = role in [each.code for each in roles.NETWORK_ROLES]
    client = signed_in(an_appointed(role, organisation) if network else a_member(organisation, role))

    statuses = [
        client.get(LEADS_THERE).status_code,
        client.get(screen()).status_code,
        client.post(screen(), form(name_en="X")).status_code,
    ]

    assert statuses == ([302, 200, 302] if role == roles.SECRETARIAT else [404] * 3)
    assert (SiteSettings.objects.get().name_en == "X") == (role == roles.SECRETARIAT)


def test_words_of_each_language_are_kept_and_shown_at_once(client):
    before = client.get("/ar/").content.decode()

    signed_in(an_appointed("secretariat")).post(screen(), form(name_ar="شبكة الفوانيس"))

    assert ("شبكة الفوانيس" in before, "شبكة الفوانيس" in client.get("/ar/").content.decode()) == (False, True)
    assert "شبكة الفوانيس" not in client.get("/en/").content.decode()


def test_fields_are_called_by_their_names_under_the_name_of_the_language():
    html = signed_in(an_appointed("secretariat")).get(screen()).content.decode()

    assert "Name of the site" in html
    assert "[en]" not in html


@pytest.mark.parametrize("changes", [{"name_en": ""}, {"leave_address": "not an address"}])
def test_settings_that_cannot_be_are_refused(changes):
    before = SiteSettings.objects.values().get()

    answer = signed_in(an_appointed("secretariat")).post(screen(), form(**changes))

    assert (answer.status_code, SiteSettings.objects.values().get()) == (200, before)


@pytest.mark.parametrize("names", [("home", "sitesettings", 99), ("wagtailcore", "site", 1), ("accounts", "user", 1)])
def test_nothing_else_is_reached_through_the_settings(names):
    assert (
        signed_in(an_appointed("secretariat")).get(f"/admin/settings/{'/'.join(map(str, names))}/").status_code == 404
    )


@pytest.mark.parametrize(("role", "action", "may"), [
    ("secretariat", "change", True), ("secretariat", "delete", False), ("auditor", "change", False),
])  # fmt: skip
def test_wagtail_is_told_who_may_change_the_settings(role, action, may):
    person, site = an_appointed(role), SiteSettings.objects.get()

    told = [
        SettingsPolicy(SiteSettings).user_has_permission(person, action),
        SettingsPolicy(SiteSettings).user_has_permission_for_instance(person, action, site),
    ]

    assert told == [may, may]
