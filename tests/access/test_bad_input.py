"""What no browser of ours sends: ids of other kinds, impossible numbers, several where one is meant, JSON. Refused
alike, with a line in the log, and nothing changed."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from organisations.wall.table import Identifier, addresses
from tests.access import state
from tests.access.asking import Asker, Request, requests
from tests.access.proofs import apart, settled
from tests.access.things import KINDS, Thing, things_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

IMPOSSIBLE = ["0", "-1", "9" * 30, "9" * 18, "٣", "1x", "1,2", "x", "None", "1.0", "\x00", "new-", "new-x"]
NO_ID = KINDS | {"organisation_slug"}
OPEN = [address for _key, address in sorted(addresses().items()) if address.is_open]
NAMING = [address for address in OPEN if any(each.resolver not in NO_ID for each in address.identifiers)]


def good_path(address, every: list[Request]) -> dict[str, str]:
    """What stands in a path of this address when it is right, as in the first of all requests that ask for it."""
    first = next(each for each in every if each.key == address.key)
    names = [each.parameter for each in address.identifiers if each.place == "path"]
    return dict(zip(names, first.ids, strict=True))


def somebody_who_may(address) -> str:
    """The role of somebody to whom this address is open."""
    return next(
        each for each in ("editor", "directory_editor", "vetter", "secretariat", "coordinator") if each in address.roles
    )


def wrong(address, things: list[Thing]) -> Iterator[Request]:
    """Requests in which one id after another is what none can be, or is of another kind."""
    path = good_path(address, requests(things))
    method = "get" if "GET" in address.methods else "post"
    for each in address.identifiers:
        if each.resolver in NO_ID:
            continue
        for value in (*IMPOSSIBLE, *of_another_kind(each, things)):
            given = {**path, each.parameter: value} if each.place == "path" else path
            sent = ((each.parameter, value),)
            try:
                url = reverse(address.name, kwargs=given)
            except NoReverseMatch:
                continue  # not an address at all
            if each.place == "body":
                yield Request(address.key, "post", url, body=sent)
            else:
                yield Request(address.key, method, url, query=sent if each.place == "query" else ())


def of_another_kind(identifier: Identifier, things: list[Thing]) -> list[str]:
    """The largest id of each other kind, which as this one is nothing, or another's."""
    largest = max(int(value) for thing in things for value in thing.values() if value.isdigit()) + 1000
    uuids = [thing[name] for name in ("own_import", "own_manual_import") for thing in things if name in thing]
    return [
        str(largest),
        "00000000-0000-4000-8000-000000000000",
        *(uuids[:1] if "import" not in identifier.resolver else ["1"]),
    ]


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("address", NAMING, ids=lambda address: address.route)
def test_id_that_cannot_be_is_the_common_404_and_changes_nothing(world, caplog, address):
    things = things_of(world.ours)
    asker = Asker(world.ours.people[somebody_who_may(address)])
    missing = asker.ask(Request(address.key, "get", "/admin/no-such-screen/"))
    asked = list(wrong(address, things))
    before = state.all_rows()
    caplog.clear()

    answers = [asker.ask(each, keep=True) for each in asked]

    expected = settled(missing, Request(address.key, "get", "/admin/no-such-screen/"))
    other = {str(each): apart(settled(answer, each), expected) for each, answer in zip(asked, answers, strict=True)}
    assert [f"{each}: {difference}" for each, difference in other.items() if difference] == []
    assert asked != []
    assert state.all_rows() == before
    assert all("refused" in line or "Not Found" in line for line in caplog.messages)
    assert len([line for line in caplog.messages if "refused" in line]) >= 1


@pytest.mark.parametrize("several", ["own last", "own first", "in brackets"])
def test_several_ids_where_one_is_meant_are_each_asked(world, several):
    own, foreign = (side.organisation.own_files_id for side in (world.ours, world.theirs))
    url = reverse("wagtailimages_chooser:choose_results")
    client = signed_in(world.ours.people["editor"])
    theirs = world.theirs.things["image"].title = "Lantern of theirs"
    world.theirs.things["image"].save()
    sent = {
        "own last": f"collection_id={foreign}&collection_id={own}",
        "own first": f"collection_id={own}&collection_id={foreign}",
        "in brackets": f"collection_id[]={foreign}&collection_id={own}",
    }[several]

    answer = client.get(f"{url}?{sent}")

    assert answer.status_code == (200 if several == "in brackets" else 404)
    assert theirs not in answer.content.decode()


def taking_forms(world) -> Iterator[tuple[str, Client]]:
    """The path of each address that takes a form, with one's own things in it, and the browser of somebody who may."""
    every = requests(things_of(world.ours))
    for address in OPEN:
        if "POST" in address.methods and address.name != "wagtailadmin_logout":
            person = world.ours.people[somebody_who_may(address)]
            path = good_path(address, every)
            yield reverse(address.name, kwargs=path), signed_in(person, raise_request_exception=False)


def test_json_where_a_form_is_meant_changes_nothing(world):
    """No screen takes JSON: its keys are fields of no form, known or not."""
    page = world.theirs.things["page"].pk
    body = {"title": "By JSON", "id": page, "page": page, "owner": page, "is_superuser": True, "audience": "public"}
    asked = list(taking_forms(world))
    before = state.rows_of(world.theirs), state.rows_of(world.ours)

    answers = {url: client.post(url, json.dumps(body), content_type="application/json") for url, client in asked}

    assert len(answers) >= 60
    assert [url for url, answer in answers.items() if b"By JSON" in answer.content] == []
    assert (state.rows_of(world.theirs), state.rows_of(world.ours)) == before


def test_form_without_a_field_is_no_error_of_ours(world):
    answers = {url: client.post(url) for url, client in taking_forms(world)}

    assert len(answers) >= 60
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code >= 500} == {}
    said = {
        url: "That did not arrive whole" in answer.content.decode()
        for url, answer in answers.items()
        if answer.status_code == 400
    }
    assert [url for url, whole in said.items() if not whole] == []
