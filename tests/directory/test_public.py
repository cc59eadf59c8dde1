"""What anybody sees: the list and its filters, the page of an entry, its contact file."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from content.terms import Term
from directory import actions
from directory.models import ContactKind, Entry, ListedState, Secret
from tests.factories import a_member
from tests.factories.directory import (
    a_listed_entry,
    a_phone,
    a_plain_organisation,
    a_vetter,
    an_entry,
    voted,
)
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FINGERPRINT = "6C2E4D1A0F3B99AA77881122" + "3C445D667E8890AB"


def page(entry, language="en", client=None):
    return (client or Client()).get(f"/{language}/directory/{entry.slug}/")


def slugs(query="", language="en"):
    """The entries of the list, without those that are there for the page to show by itself."""
    text = Client().get(f"/{language}/directory/{query}").content.decode()
    row = rf'<li(?! hidden)[^>]*><div class="row[^>]*><div[^>]*><h3[^>]*><a href="/{language}/directory/([^/]+)/"'
    return re.findall(row, text)


def need(code):
    return {"services": [Term.objects.get(branch="need", code=code)]}


def test_list_shows_what_was_voted_and_nothing_else():
    listed, checking = a_listed_entry(name_en="Seen"), an_entry(name_en="Unseen")

    found = slugs()

    assert found == [listed.slug]
    assert page(checking).status_code == 404


def test_list_filters_by_or_within_and_and_across(terms):
    a_listed_entry(name_en="A", terms=need("lawyer"), languages=["es"])
    a_listed_entry(name_en="B", terms=need("safe-place"), languages=["es"])
    a_listed_entry(name_en="C", terms=need("lawyer"), languages=["fr"])

    results = [
        slugs("?need=lawyer"), slugs("?need=lawyer&need=safe-place"), slugs("?need=lawyer&language=es"),
        slugs("?need=nonsense"), slugs("?nonsense=1"),
    ]  # fmt: skip

    assert results == [["a", "c"], ["a", "b", "c"], ["a"], ["a", "b", "c"], ["a", "b", "c"]]


def test_list_finds_places_through_regions_and_worldwide(terms):
    africa = Term.objects.get(branch="region", code="africa")
    a_listed_entry(name_en="World", worldwide=True)
    a_listed_entry(name_en="Africa", terms={"regions": [africa]})
    a_listed_entry(name_en="Kenya", countries=["KE"])
    a_listed_entry(name_en="Mexico", countries=["MX"])

    results = [slugs("?country=KE"), slugs("?region=africa"), slugs("?region=americas")]

    assert results == [["africa", "kenya", "world"], ["africa", "kenya", "world"], ["mexico", "world"]]


def test_list_puts_urgent_first_then_the_latest_check():
    _late, early = a_listed_entry(name_en="Late"), a_listed_entry(name_en="Early")
    urgent, stale = (a_listed_entry(name_en=name, urgent_appeals="yes") for name in ("Urgent", "Stale"))
    today = timezone.localdate()
    for entry, days in ((early, 20), (urgent, 40), (stale, 400)):
        ListedState.objects.filter(entry=entry).update(checked_on=today - timezone.timedelta(days=days))

    assert slugs() == ["urgent", "late", "early", "stale"]
    assert slugs("?urgent=yes") == ["urgent"]


def test_list_counts_each_choice_beside_the_others(terms):
    a_listed_entry(terms=need("lawyer"), languages=["es"])
    a_listed_entry(terms=need("safe-place"), languages=["fr"])

    text = Client().get("/en/directory/?language=es").content.decode()

    counts = dict(re.findall(r'name="(?:need|language)" value="([^"]+)"[^>]*>.*?<small><bdi dir="ltr">(\d+)<', text))
    assert counts == {"lawyer": "1", "safe-place": "0", "es": "1", "fr": "1"}


def test_list_filters_by_way_of_contact():
    a_listed_entry(name_en="Phone", contacts=[a_phone()])
    a_listed_entry(name_en="Mail", contacts=[actions.ContactDraft(ContactKind.EMAIL, "a@example.org")])

    assert slugs("?way=phone") == ["phone"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number(django_assert_num_queries, rows):
    for _row in range(rows):
        a_listed_entry(contacts=[a_phone()], languages=["en"])
    slugs()

    with django_assert_num_queries(9):
        assert len(slugs()) == rows


def test_links_stay_out_of_the_finder():
    shown, link = a_listed_entry(), a_listed_entry(kind="campaign")

    assert slugs() == [shown.slug]
    assert page(link).status_code == 200


@pytest.mark.parametrize("path", ["/en/directory/", "/en/directory/here/", "/en/directory/here/contact.vcf"])
def test_answers_are_kept_nowhere_and_set_no_cookie(path):
    a_listed_entry(name_en="Here", contacts=[a_phone()])

    response = Client().get(path)

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    assert not response.cookies


def test_entry_page_shows_ways_safest_first_with_numbers_that_cannot_turn():
    entry = a_listed_entry(
        name_en="Here",
        contacts=[
            a_phone(),
            actions.ContactDraft(ContactKind.OPENPGP, "help@example.org", fingerprint=FINGERPRINT),
            actions.ContactDraft(ContactKind.SIGNAL, "+12025550143"),
        ],
    )

    text = page(entry, "ar").content.decode()

    kinds = re.findall(r'<h3 class="way-kind"><b>([^<]+)</b>', page(entry, "en").content.decode())
    assert kinds == ["Signal", "E-mail with OpenPGP", "Phone"]
    assert re.findall(r'<bdi dir="ltr">(\+[^<]+)</bdi>', text) == ["+1 202-555-0143", "+44 20 7946 0018"]
    assert '<bdi dir="ltr">6C2E 4D1A 0F3B 99AA 7788</bdi>' in text


def test_entry_page_marks_what_is_not_translated():
    entry = a_listed_entry(name_en="Here", summary_en="They help.")

    text = page(entry, "ar").content.decode()

    assert '<span lang="en" dir="ltr">They help.</span>' in text
    assert page(entry, "en").content.decode().count('lang="en" dir="ltr">They help.') == 0


def test_facts_keep_their_lines_and_their_lists_the_marks_of_the_language(terms):
    services = Term.objects.filter(branch="need", code__in=["lawyer", "training"])
    entry = a_listed_entry(
        name_en="Here", must_state_en="Who is in danger\nCall +44 20 7946 0018", languages=["en", "es"],
        terms={"services": list(services)},
    )  # fmt: skip

    english, arabic = page(entry).content.decode(), page(entry, "ar").content.decode()

    assert 'Who is in danger<br>Call <bdi dir="ltr">+44 20 7946 0018</bdi>' in english
    assert "، ".join(term.label_ar for term in entry.services.all()) in arabic
    assert '<dd><bdi lang="en">English</bdi>، <bdi lang="es">Español</bdi></dd>' in arabic
    assert re.search(r"من قبل <bdi>Vouching organisation \d+</bdi> و<bdi>Vouching organisation \d+</bdi>", arabic)


def test_list_puts_the_marks_of_the_language_between_state_and_message():
    a_listed_entry(availability="over-capacity", availability_message_en="Write later")

    texts = {code: Client().get(f"/{code}/directory/").content.decode() for code in ("en", "fr")}

    assert ": <span>Write later</span>" in texts["en"]
    assert '\N{NARROW NO-BREAK SPACE}: <span lang="en" dir="ltr">Write later</span>' in texts["fr"]


def test_restricted_ways_reach_members_and_nobody_else():
    entry = an_entry(name_en="Here")
    actions.keep_contact(entry, Secret("+12025550143", note="Night team"), kind="signal", audience="members", by=None)
    actions.keep_contact(entry, Secret("+12025550177"), kind="phone", audience="vetters", by=None)
    voted(entry)
    member, vetter = a_member(a_plain_organisation()), a_vetter()

    seen = {
        "visitor": page(entry).content.decode(),
        "member": page(entry, client=signed_in(member)).content.decode(),
        "vetter": page(entry, client=signed_in(vetter)).content.decode(),
    }

    assert {who: "+1 202-555-0143" in text for who, text in seen.items()} == {
        "visitor": False, "member": True, "vetter": False,
    }  # fmt: skip
    assert {who: "555-0177" in text or "5550177" in text for who, text in seen.items()} == dict.fromkeys(seen, False)
    assert "One more way is kept for members" in seen["visitor"]
    assert "more way" not in seen["member"]


def test_way_for_vetters_is_never_spoken_of():
    plain, entry = a_listed_entry(name_en="Here"), an_entry(name_en="Here")
    actions.keep_contact(entry, Secret("+12025550177"), kind="phone", audience="vetters", by=None)
    voted(entry)

    texts = [
        re.sub(r"here-2|here|urn:uuid:[0-9a-f-]+|Vouching organisation \d+", "", page(each).content.decode())
        for each in (plain, entry)
    ]

    assert texts[0] == texts[1]


def test_restricted_words_are_stored_sealed():
    entry = an_entry()

    contact = actions.keep_contact(entry, Secret("+12025550143"), kind="signal", audience="members", by=None)

    assert "5550143" not in json.dumps(list(entry.versions.values("content"))) + contact.sealed
    assert contact.secret == Secret("+12025550143")


def test_dropped_restricted_way_stays_until_that_is_voted(viewer_of_a_member):
    from directory.permissions import readable_restricted

    entry = an_entry()
    contact = actions.keep_contact(entry, Secret("+12025550143"), kind="signal", audience="members", by=None)
    draft = actions.keep_contact(entry, Secret("+12025550177"), kind="phone", audience="members", by=None)
    actions.drop_contact(draft, by=None)
    voted(entry)
    this = Entry.objects.filter(pk=entry.pk)

    actions.drop_contact(contact, by=None)
    before = readable_restricted(viewer_of_a_member, this).count()
    voted(entry)

    assert (before, readable_restricted(viewer_of_a_member, this).count()) == (1, 0)


def test_restricted_ways_of_one_entry_are_not_those_of_another(viewer_of_a_member):
    from directory.permissions import readable_restricted

    entries = [an_entry() for _each in range(2)]
    ways = [
        actions.keep_contact(entry, Secret("+12025550143"), kind="signal", audience="members", by=None)
        for entry in entries
    ]
    for entry in entries:
        voted(entry)

    read = [
        list(readable_restricted(viewer_of_a_member, Entry.objects.filter(pk=entry.pk)).values_list("pk", flat=True))
        for entry in entries
    ]

    assert read == [[way.pk] for way in ways]


def test_linked_data_holds_public_ways_alone_and_cannot_break_out():
    entry = an_entry(name_en="</script><b>Here", contacts=[a_phone()])
    actions.keep_contact(entry, Secret("+12025550143"), kind="phone", audience="members", by=None)
    voted(entry)

    text = page(entry).content.decode()

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert (data["name"], data["telephone"]) == ("</script><b>Here", ["+442079460018"])


def test_contact_file_is_a_folded_card_of_public_ways():
    entry = an_entry(name_en="Here; " + "and there, " * 9, contacts=[a_phone()])
    actions.keep_contact(entry, Secret("+12025550143"), kind="phone", audience="members", by=None)
    voted(entry)

    response = Client().get(f"/en/directory/{entry.slug}/contact.vcf")

    lines = response.content.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    card = response.content.decode().replace("\r\n ", "")
    assert "FN:Here\\; and there\\, " in card
    assert re.findall(r"^TEL.*", card, re.MULTILINE) == ["TEL;VALUE=uri:tel:+442079460018\r"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="contact.vcf"'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_name_adds_no_line_to_the_contact_file(end):
    entry = a_listed_entry(name_en=f"Here{end}TEL:+12025550143")

    card = Client().get(f"/en/directory/{entry.slug}/contact.vcf").content.decode()

    assert "FN:Here\\nTEL:+12025550143" in card.splitlines()


def test_delisted_address_says_why():
    entry = a_listed_entry(name_en="Here", summary_en="They help.")
    actions.delist_entry(entry, reason="They closed in May.", by=a_vetter())

    response = page(entry)

    assert response.status_code == 410
    assert "They closed in May." in response.content.decode()
    assert "They help." not in response.content.decode()
    assert Client().get(f"/en/directory/{entry.slug}/contact.vcf").status_code == 404


def test_host_is_named_only_when_it_is_listed():
    host, hidden = a_listed_entry(name_en="Big house"), an_entry(name_en="Dark house")

    texts = [page(a_listed_entry(hosted_by=each)).content.decode() for each in (host, hidden)]

    assert ["Big house" in texts[0], "Dark house" in texts[1]] == [True, False]


def test_only_members_propose():
    organisation = a_plain_organisation()
    member = signed_in(a_member(organisation))
    sent = {"organisation": organisation.pk, "name": "Proposed", "summary": "Helps.", "website": "https://x.org"}

    statuses = [
        Client().get("/en/directory/nominate/").status_code, member.get("/en/directory/nominate/").status_code,
        Client().post("/en/directory/nominate/", sent).status_code,
    ]  # fmt: skip
    answer = member.post("/en/directory/nominate/", sent)

    entry = Entry.objects.get()
    assert statuses == [404, 200, 404]
    assert (answer.status_code, entry.state, entry.nominated_for, entry.name_en) == (
        302, "nominated", organisation, "Proposed",
    )  # fmt: skip


def test_proposal_with_a_plain_link_is_sent_back():
    organisation = a_plain_organisation()
    sent = {"organisation": organisation.pk, "name": "Proposed", "summary": "Helps.", "website": "http://x.org"}

    answer = signed_in(a_member(organisation)).post("/en/directory/nominate/", sent)

    assert answer.status_code == 200
    assert Entry.objects.count() == 0
