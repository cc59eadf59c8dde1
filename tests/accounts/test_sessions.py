"""How long sessions last, and which language the editor's screens speak."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import a_member, a_person, an_organisation
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

PROFILE = "/en/account/profile/"
START = 1_800_000_000


def is_in(client):
    return client.get(PROFILE).status_code == 200


@pytest.mark.parametrize(
    ("second_factor", "minutes", "stays"),
    [(True, 29, True), (True, 31, False), (False, 31, True), (False, 11 * 60, True), (False, 12 * 60 + 1, False)],
)
def test_session_that_may_enter_the_admin_ends_after_half_an_hour_of_rest(second_factor, minutes, stays):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(a_person(), second_factor=second_factor)
        is_in(client)
        clock.shift(minutes * 60)

        found = is_in(client)

    assert found is stays


def test_session_ends_after_twelve_hours_though_it_never_rested():
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(a_person())
        was_in = []
        for _time in range(31):
            was_in.append(is_in(client))
            clock.shift(24 * 60)

    assert was_in == [True] * 30 + [False]


def test_editor_left_open_does_not_keep_a_session_alive():
    editor = a_member(an_organisation(), "editor")
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(editor)
        is_in(client)
        for _time in range(7):
            clock.shift(5 * 60)
            client.post("/admin/editing-sessions/release/1/")

        found = is_in(client)

    assert found is False


def test_session_is_written_at_most_once_a_minute():
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(a_person())
        is_in(client)
        writes = []
        for seconds in (10, 20, 40, 10):
            clock.shift(seconds)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                is_in(client)
            writes.append(sum("UPDATE" in query["sql"] for query in queries.captured_queries))

    assert writes == [0, 0, 1, 0]


@pytest.mark.parametrize("path", ["/en/", "/en/account/password/reset/done/"])
def test_visitor_gets_no_session(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_ended_session_of_an_editor_leads_back_to_where_they_were():
    editor = a_member(an_organisation(), "editor")
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(editor)
        was = client.get("/admin/").status_code
        clock.shift(31 * 60)

        answer = client.get("/admin/")

    assert was == 200
    assert answer["Location"] == "/en/account/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_admin_speaks_the_persons_language_whatever_the_browser_asks_for(language, direction):
    editor = a_member(an_organisation(), "editor", language=language)
    client = signed_in(editor)

    answer = client.get("/admin/", headers={"accept-language": "de, en"})

    assert f'lang="{language}" dir="{direction}"' in answer.content.decode()
    assert answer["Content-Language"] == language
