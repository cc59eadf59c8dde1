"""The screens of an organisation's pictures and documents: what is its own is listed, searched and counted alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from organisations.wall.table import key_of
from tests.access.asking import Asker, Request
from tests.access.proofs import apart, settled
from tests.access.things import NEVER
from tests.access.world import a_pdf, a_picture
from tests.factories.once import made_once
from tests.factories.sessions import signed_in
from tests.organisations.files_house import a_house, anew, shown, url

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

KINDS = ["picture", "document"]

house = made_once(a_house)


# -- The list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", [{}, {"q": "lantern"}, {"q": "brass"}, {"tag": "brass"}, {"ordering": "largest"}])
def test_list_shows_and_counts_one_s_own_and_nothing_of_others(house, kind, query):
    for name in (*KINDS, f"their {kind}"):
        house[name].tags.add("brass")

    html = shown(house["writer"], url(f"{kind}s"), **query)

    assert ("our lantern" in html, "their lantern" in html) == (True, False)
    assert "<h2>1 file</h2>" in html
    assert html.count("(1)") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_tags_of_others_are_neither_offered_nor_found_nor_carried_over(house, kind):
    """Not even how others write a word that both use."""
    house[f"their {kind}"].tags.add("Canary", "secret")
    client = signed_in(house["writer"])
    client.post(url(kind, house[kind]), {"title": "our lantern", "tags": "canary, Plain"})

    html = client.get(url(f"{kind}s"), {"tag": "secret"}).content.decode()

    assert sorted(house[kind].tags.names()) == ["Plain", "canary"]
    assert ("Plain" in html, "canary" in html) == (True, True)
    assert ("Canary" in html, "<option" in html and 'value="secret"' in html) == (False, False)
    assert "<h2>1 file</h2>" in html


def test_dialog_for_choosing_offers_tags_of_one_s_own_alone(house):
    house["picture"].tags.add("brass")
    house["their picture"].tags.add("secret")
    client, dialog = signed_in(house["writer"]), reverse("wagtailimages_chooser:choose")

    html = client.get(dialog).content.decode()
    found = client.get(dialog, {"tag": "secret"}).content.decode()

    assert ("brass" in html, "secret" in html) == (True, False)
    assert "their lantern" not in found


@pytest.mark.parametrize("kind", KINDS)
def test_list_is_narrowed_down_to_who_may_read(house, kind):
    ours, client = house["ours"], signed_in(house["editor"])
    public = type(house[kind]).objects.create(
        title="brass bell", file=a_picture() if kind == "picture" else a_pdf(), collection=ours.public_files
    )

    pages = [client.get(url(f"{kind}s"), {"collection_id": pk}) for pk in (ours.public_files_id, ours.own_files_id)]
    foreign = client.get(url(f"{kind}s"), {"collection_id": house["theirs"].public_files_id})

    assert [public.title in page.content.decode() for page in pages] == [True, False]
    assert foreign.status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_list_costs_the_same_for_any_number_of_files(house, kind):
    client, address = signed_in(house["editor"]), url(f"{kind}s")
    model, upload = type(house[kind]), a_picture if kind == "picture" else a_pdf

    def cost() -> int:
        client.get(address)  # makes the small sizes
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        return len(counted)

    house[kind].tags.add("brass")
    one = cost()
    for number in range(2):
        more = model.objects.create(title=f"More {number}", file=upload(), collection=house["ours"].own_files)
        more.tags.add("brass", f"tag {number}")

    assert cost() == one


def test_menu_leads_to_the_files_of_those_who_have_some(house):
    leads = {role: url("pictures") in shown(house[role], "/admin/") for role in ("writer", "editor", "coordinator")}

    assert leads == {"writer": True, "editor": True, "coordinator": True}


# -- Others --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("screen", ["", "_delete", "_usage", "_readers"])
def test_what_is_another_s_and_what_never_was_answer_alike(house, kind, screen):
    asker, foreign = Asker(house["editor"]), house[f"their {kind}"]

    def asked(pk: int, method: str) -> tuple:
        path = url(f"{kind}{screen}", pk)
        request = Request(key_of(resolve(path)), method, path, body=(("title", "x"),))
        return settled(asker.ask(request), request)

    own = asked(house[kind].pk, "get")
    told = [[asked(pk, method) for pk in (foreign.pk, NEVER)] for method in ("get", "post")]

    assert (own[0], [theirs[0] for theirs, _nobodys in told]) == (200, [404, 404])
    assert [apart(*pair) for pair in told] == ["", ""]
    assert anew(foreign).title == "their lantern"


def test_reader_has_none_of_these_screens(house):
    client = signed_in(house["reader"])

    statuses = {client.get(url(name)).status_code for name in ("pictures", "picture_add", "documents", "document_add")}

    assert statuses == {404}
