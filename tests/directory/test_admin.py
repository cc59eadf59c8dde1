"""The screens of editors and vetters: who reaches them, and that they do what they say."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory import actions
from directory.content import proposal_digest
from directory.models import Entry, HiddenContact, RestrictedContact, Secret, State
from directory.permissions import public_entries
from directory.queue import queue_of
from tests.factories import a_member, an_appointed
from tests.factories.directory import a_listed_entry, a_phone, a_plain_organisation, a_vetter, an_entry
from tests.factories.forms import value_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_vetter_with_groups(organisation=None):
    """A vetter who can enter the admin."""
    return an_appointed("vetter", organisation or a_plain_organisation())


def statuses(path, people):
    return {who: client.get(path).status_code for who, client in people.items()}


@pytest.fixture
def people():
    return {
        "visitor": Client(),
        "coordinator": signed_in(a_member(a_plain_organisation(), "coordinator")),
        "auditor": signed_in(an_appointed("auditor")),
        "vetter": signed_in(a_vetter_with_groups()),
        "editor": signed_in(an_appointed("directory_editor")),
        "secretariat": signed_in(an_appointed("secretariat")),
    }


EVERYBODY = {"visitor": 302, "coordinator": 404, "auditor": 404, "vetter": 200, "editor": 200, "secretariat": 200}


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/admin/directory/", {}),
        ("/admin/directory/queue/", {}),
        ("/admin/directory/{pk}/", {}),
        ("/admin/directory/new/", {"vetter": 404}),
        ("/admin/directory/{pk}/edit/", {"vetter": 404}),
        ("/admin/directory/import/", {"vetter": 404, "secretariat": 404}),
    ],
)
def test_screens_open_for_their_roles_alone(people, path, others):
    entry = an_entry(contacts=[a_phone()])

    assert statuses(path.format(pk=entry.pk), people) == {**EVERYBODY, **others}


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        ("conflict", {"vetter"}), ("suspend", {"vetter"}), ("yes", {"vetter"}),
        ("ask", {"editor", "secretariat"}), ("keep", {"editor", "secretariat"}), ("no-such-step", set()),
    ],
)  # fmt: skip
def test_steps_are_for_their_roles_alone(people, step, allowed):
    entry = an_entry()

    found = {who: c.post(f"/admin/directory/{entry.pk}/", {"step": step}).status_code for who, c in people.items()}

    assert {who for who, status in found.items() if status == 302} == allowed | {"visitor"}
    assert set(found.values()) == {302, 404}


def test_vetters_vote_on_what_they_see():
    entry = an_entry()
    clients = [signed_in(a_vetter_with_groups()), signed_in(a_vetter_with_groups())]
    address = f"/admin/directory/{entry.pk}/"

    for client in clients:
        digest = re.search(r'name="digest" value="([0-9a-f]{64})"', client.get(address).content.decode())[1]
        client.post(address, {"step": "yes", "digest": digest})

    assert public_entries().filter(pk=entry.pk).exists()


@pytest.mark.parametrize("step", ["yes", "no"])
def test_vote_on_an_older_state_is_refused_in_words(step):
    entry = an_entry()
    digest = proposal_digest(entry)
    actions.save_entry(entry, actions.Change(fields={"summary_en": "New"}), by=None)
    client = signed_in(a_vetter_with_groups())

    client.post(f"/admin/directory/{entry.pk}/", {"step": step, "digest": digest})

    assert "has changed since you opened it" in client.get(f"/admin/directory/{entry.pk}/").content.decode()
    assert entry.votes.count() == 0


def test_vetter_reads_why_they_may_not_vote():
    organisation = a_plain_organisation()
    entry = an_entry(organisation=organisation)

    text = signed_in(a_vetter_with_groups(organisation)).get(f"/admin/directory/{entry.pk}/").content.decode()

    assert "The entry is one of your organisations." in text
    assert 'name="digest"' not in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.NOMINATED, "It is only proposed;"),
        (State.NEEDS_INFORMATION, "It waits for information;"),
        (State.DECLINED, "It was declined;"),
        (State.SUSPENDED, "It is suspended;"),
        (State.DELISTED, "It was taken off the list;"),
    ],
)
def test_vetter_reads_that_nobody_votes_now(state, words):
    entry, client = an_entry(), signed_in(a_vetter_with_groups())
    before = client.get(f"/admin/directory/{entry.pk}/").content.decode()
    Entry.objects.filter(pk=entry.pk).update(state=state)

    text = client.get(f"/admin/directory/{entry.pk}/").content.decode()

    assert "You cannot vote on this now." not in before
    assert f"<li>{words}" in text


def told(client, entry, **sent):
    """What stands at the top of the page after a step."""
    page = client.post(f"/admin/directory/{entry.pk}/", sent, follow=True)
    return [str(message).strip() for message in get_messages(page.wsgi_request)]


def test_each_step_says_what_was_done():
    entry, listed = an_entry(), a_listed_entry()
    vetters = [signed_in(a_vetter_with_groups()) for _number in range(3)]
    digest = proposal_digest(entry)

    said = [
        told(vetters[0], entry, step="no", digest=digest),
        told(vetters[0], entry, step="yes", digest=digest),
        told(vetters[1], entry, step="yes", digest=digest),
        told(vetters[0], listed, step="suspend"),
        told(vetters[1], listed, step="confirm"),
        told(vetters[2], listed, step="conflict"),
    ]

    assert said == [
        ["You voted no for your organisation."],
        ["You voted yes for your organisation."],
        ["You voted yes for your organisation. Two organisations have said yes: it is listed now as it was proposed."],
        ["It is suspended: the public does not see it. A vetter of another organisation confirms within 72 hours."],
        ["The suspension is confirmed. The entry stays away until it is voted anew."],
        ["The conflict of interest is declared. No vote of your organisation counts; this cannot be taken back."],
    ]


def test_new_entry_has_no_state_yet():
    client = signed_in(an_appointed("directory_editor"))

    new = client.get("/admin/directory/new/").content.decode()
    nominated = client.get(f"/admin/directory/{an_entry(state=State.NOMINATED).pk}/edit/").content.decode()

    assert ("Nominated" in new, "Nominated" in nominated) == (False, True)


def test_vetter_suspends_another_confirms_and_editor_reopens():
    entry = a_listed_entry()
    address = f"/admin/directory/{entry.pk}/"
    first, second, editor = (
        signed_in(a_vetter_with_groups()),
        signed_in(a_vetter_with_groups()),
        signed_in(an_appointed("directory_editor")),
    )

    first.post(address, {"step": "suspend"})
    states = [Entry.objects.get(pk=entry.pk).state]
    second.post(address, {"step": "confirm"})
    editor.post(address, {"step": "reopen"})
    states.append(Entry.objects.get(pk=entry.pk).state)

    assert states == [State.SUSPENDED, State.CHECKING]
    assert second.get(address).status_code == 200


def test_vetter_hides_a_way_at_once():
    entry = a_listed_entry(contacts=[a_phone()])
    key, client = entry.contacts.get().uuid, signed_in(a_vetter_with_groups())
    address = f"/admin/directory/{entry.pk}/"

    client.post(address, {"step": "hide", "contact": key})
    hidden = HiddenContact.objects.count()
    client.post(address, {"step": "show", "contact": key})

    assert (hidden, HiddenContact.objects.count()) == (1, 0)
    assert client.post(address, {"step": "hide", "contact": "x"}).status_code == 404


def test_editor_moves_an_entry_through_its_states():
    entry = an_entry()
    client = signed_in(an_appointed("directory_editor"))
    states = []

    for step in ("ask", "check", "decline", "reopen"):
        client.post(f"/admin/directory/{entry.pk}/", {"step": step})
        states.append(Entry.objects.get(pk=entry.pk).state)
    listed = a_listed_entry()
    client.post(f"/admin/directory/{listed.pk}/", {"step": "delist", "reason": "Closed."})

    assert states == ["needs-information", "checking", "declined", "checking"]
    assert Entry.objects.get(pk=listed.pk).state == State.DELISTED


def filled(client, address, **changes):
    """What the form on this page would send, with changes."""
    form = client.get(address).context["form"]
    formset = client.get(address).context["formset"]
    sent = {}
    for each in (form, *formset.forms, formset.management_form):
        for field in each:
            value = value_of(field)
            if value or (value == 0 and value is not False):
                sent[field.html_name] = [str(getattr(v, "pk", v)) for v in value] if isinstance(value, list) else value
    return sent | changes


def test_editor_changes_a_proposal_and_keeps_what_was_not_touched(terms):
    entry = a_listed_entry(name_en="Before", countries=["KE"], languages=["en"], contacts=[a_phone()])
    client = signed_in(an_appointed("directory_editor"))
    address = f"/admin/directory/{entry.pk}/edit/"

    answer = client.post(address, filled(client, address, name_en="After", languages="English, français"))

    entry.refresh_from_db()
    assert answer.status_code == 302
    assert (entry.name_en, entry.countries, entry.languages) == ("After", ["KE"], ["en", "fr"])
    assert [contact.value for contact in entry.contacts.all()] == ["+442079460018"]
    assert entry.listed_state.content["name"]["en"] == "Before"


def test_form_saved_unchanged_changes_nothing(terms):
    entry = a_listed_entry(name_en="Before", countries=["KE"], contacts=[a_phone()], process_en="One\nTwo")
    client = signed_in(an_appointed("directory_editor"))
    address = f"/admin/directory/{entry.pk}/edit/"
    before = proposal_digest(entry)

    client.post(address, filled(client, address))

    assert proposal_digest(Entry.objects.get(pk=entry.pk)) == before
    assert entry.versions.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"languages": "Klingonish"}, "We do not know: Klingonish."),
        ({"name_en": ""}, "needs a name"),
        ({"level": "national"}, "Only mechanisms have a level."),
        ({"contacts-0-kind": "phone", "contacts-0-value": "12"}, "code of the country"),
        ({"contacts-0-kind": "openpgp", "contacts-0-value": "a@example.org"}, "fingerprint has 40"),
        ({"time_zone": "Nairobi"}, "Write it like Africa/Nairobi."),
    ],
)
def test_form_says_what_does_not_fit(changes, words):
    client = signed_in(an_appointed("directory_editor"))
    address = "/admin/directory/new/"

    answer = client.post(address, filled(client, address, **{"name_en": "New", **changes}))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Entry.objects.count() == 0


def test_editor_makes_an_entry_and_takes_a_way_out_again():
    client = signed_in(an_appointed("directory_editor"))
    address = "/admin/directory/new/"
    way = {"contacts-0-kind": "phone", "contacts-0-value": "+44 20 7946 0018", "contacts-0-note_fr": "Le jour"}

    client.post(address, filled(client, address, name_en="New", **way))
    entry = Entry.objects.get()
    made = [(contact.value, contact.note_fr) for contact in entry.contacts.all()]
    address = f"/admin/directory/{entry.pk}/edit/"
    client.post(address, filled(client, address, **{"contacts-0-DELETE": "on"}))

    assert (entry.state, made) == (State.CHECKING, [("+442079460018", "Le jour")])
    assert entry.contacts.count() == 0


def test_editor_keeps_a_way_back_and_takes_it_out_again():
    entry, client = an_entry(), signed_in(an_appointed("directory_editor"))
    address = f"/admin/directory/{entry.pk}/"
    sent = {"step": "keep", "kept-audience": "vetters", "kept-kind": "phone", "kept-value": "+442079460018"}

    client.post(address, sent | {"kept-value": "12"})
    refused = client.get(f"/admin/directory/{entry.pk}/edit/").content.decode()
    client.post(address, sent)
    contact = RestrictedContact.objects.get()
    shown = client.get(f"/admin/directory/{entry.pk}/edit/").content.decode()
    client.post(address, {"step": "drop", "contact": contact.uuid})

    assert "code of the country" in refused
    assert contact.secret == Secret("+442079460018")
    assert "+442079460018" in shown
    assert RestrictedContact.objects.count() == 0


def test_way_of_another_entry_cannot_be_dropped():
    other = actions.keep_contact(an_entry(), Secret("+442079460018"), kind="phone", audience="members", by=None)
    client = signed_in(an_appointed("directory_editor"))

    answer = client.post(f"/admin/directory/{an_entry().pk}/", {"step": "drop", "contact": other.uuid})

    assert answer.status_code == 404
    assert RestrictedContact.objects.count() == 1


def test_queue_holds_what_one_may_judge_and_has_not_judged():
    vetter = a_vetter()
    new, voted_on, own = an_entry(), an_entry(), an_entry(organisation=vetter.appointments.get().organisation)
    actions.cast_vote(voted_on, yes=True, by=vetter)
    changed, due, fresh = a_listed_entry(), a_listed_entry(), a_listed_entry()
    actions.save_entry(changed, actions.Change(fields={"summary_en": "New"}), by=None)
    Entry.objects.filter(pk=due.pk).update(state=State.DUE)

    queue = queue_of(vetter)

    assert (queue.new, queue.changed, queue.due) == ([new], [changed], [due])
    assert own not in queue.new
    assert fresh not in queue.due


@pytest.mark.parametrize("path", ["/admin/directory/", "/admin/directory/queue/"])
def test_lists_cost_the_same_for_any_number(path):
    client, counts = signed_in(a_vetter_with_groups()), []
    client.get(path)

    for rows in (1, 2):
        for _row in range(rows):
            an_entry()
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_list_is_narrowed_by_name_and_state():
    client = signed_in(a_vetter_with_groups())
    an_entry(name_ar="خط نورثلايت")
    a_listed_entry(name_en="Harbour")

    pages = [
        client.get(f"/admin/directory/?{query}").context["page"] for query in ("q=harb", "state=checking", "q=نورث")
    ]

    assert [[entry.state for entry in page] for page in pages] == [["listed"], ["checking"], ["checking"]]


def test_difference_shows_what_would_change(terms):
    entry = a_listed_entry(name_en="Before", contacts=[a_phone()])
    change = actions.Change(fields={"name_en": "After", "countries": ["KE"]}, contacts=[])
    actions.save_entry(entry, change, by=None)

    rows = signed_in(a_vetter_with_groups()).get(f"/admin/directory/{entry.pk}/").context["differences"]

    assert [(row.label, row.before, row.after) for row in rows] == [
        ("name", "Before", "After"), ("countries", "", "Kenya"), ("Phone", "+44 20 7946 0018", ""),
    ]  # fmt: skip


def test_menu_offers_the_directory_to_those_who_work_on_it(people):
    from django.test import RequestFactory

    from directory.wagtail_hooks import menu_item

    request = RequestFactory().get("/admin/")
    shown = []
    for person in (a_vetter(), a_member(a_plain_organisation(), "editor")):
        request.user = person
        shown.append(menu_item().is_shown(request))

    assert shown == [True, False]


def test_texts_of_an_entry_are_filled_in_from_its_name_to_what_comes_after():
    html = signed_in(an_appointed("directory_editor")).get("/admin/directory/new/").content.decode()

    asked = re.findall(r'name="(\w+)_en"', html)
    assert asked[:5] == ["name", "acronym", "other_names", "summary", "description"]
    assert asked[asked.index("follow_up") - 1] == "deadline"
