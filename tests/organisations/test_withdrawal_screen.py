"""The screens on which something is withdrawn for safety: what they say, whom they let in, what they offer after."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.co_owners import agree_to_co_own, invite_co_owner
from organisations.actions.withdrawal import withdraw_page
from organisations.models import WithdrawnPage
from tests.access.world import a_pdf, a_picture
from tests.factories import a_member, a_page, an_appointed, an_organisation, english_home, workspace_of
from tests.factories.manuals import a_manual, blocks
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "The meeting point is behind the blue mill"


def a_house():
    organisation = an_organisation()
    people = {role: a_member(organisation, role) for role in ("writer", "editor")}
    article = a_page(workspace_of(organisation), "A plan", body=blocks(("paragraph", {"text": f"<p>{SECRET}</p>"})))
    article.save_revision().publish()
    return organisation, people | {"secretariat": an_appointed("secretariat")}, article


made = made_once(a_house)
organisation, people, article = copies(3)


def screen(article):
    return reverse("organisations_admin:withdraw_page", args=[article.pk])


def seen(client, article):
    return client.get(screen(article)).context["form"]["seen"].value()


def answered(client, article, **sent):
    return client.post(screen(article), {"reason": "Known.", "sure": "on", "seen": seen(client, article), **sent})


def is_withdrawn(article):
    return WithdrawnPage.objects.filter(page_id=article.pk).exists()


@pytest.mark.parametrize("audience", [Kind.PUBLIC, Kind.ORGANISATION])
def test_editors_withdraw_their_pages_and_the_secretariat_what_it_may_read(people, article, audience):
    set_audience(article, Audience(audience), by=None)
    stranger = a_member(an_organisation(), "editor")
    everybody = {**people, "stranger": stranger}

    statuses = {name: signed_in(person).get(screen(article)).status_code for name, person in everybody.items()}

    reads = 200 if audience == Kind.PUBLIC else 404
    assert statuses == {"writer": 404, "editor": 200, "secretariat": reads, "stranger": 404}


def test_front_page_manual_and_workspace(organisation, people):
    manual, workspace = a_manual(organisation), workspace_of(organisation)

    found = [signed_in(people["editor"]).get(screen(each)).status_code for each in (manual, workspace)]

    assert [*found, signed_in(people["secretariat"]).get(screen(english_home())).status_code] == [404, 200, 404]


def test_screen_says_what_goes_and_asks(organisation, people, article):
    a_page(article, "Told by its title")
    image = NetworkImage.objects.create(title="Only there", file=a_picture(), collection=organisation.own_files)
    article.body = blocks(("picture", {"image": image.pk, "alt": "A map", "caption": ""}))
    article.save_revision()
    client = signed_in(people["editor"])

    asked = client.get(screen(article)).content.decode()
    refused = [
        answered(client, article, **sent) for sent in ({"sure": ""}, {"reason": ""}, {"seen": "x"}, {"seen": ""})
    ]

    assert all(words in asked for words in ("This cannot be undone", "Told by its title", "Only there"))
    assert f'<span class="w-header__subtitle">{article.title}</span>' in asked
    assert [answer.status_code for answer in refused] == [200] * 4
    assert "Say that you mean it" in refused[0].content.decode()
    assert "Look at the list again" in refused[3].content.decode()
    assert not is_withdrawn(article)


def test_whoever_withdraws_is_told_of_their_pages_and_nothing_of_those_of_co_owners(organisation, people, article):
    partner = an_organisation("Casa")
    invite_co_owner(article, partner, by=people["editor"])
    agree_to_co_own(article, partner, by=a_member(partner, "editor"))
    own, theirs = (
        a_page(workspace_of(owner), title, body=blocks(("paragraph", {"text": f"<p>{SECRET}</p>"})))
        for owner, title in ((organisation, "Own news"), (partner, "Private plan of Casa"))
    )

    answer = answered(signed_in(people["editor"]), article)

    told = answer.content.decode()
    assert (answer.status_code, is_withdrawn(article)) == (200, True)
    assert ("Own news" in told, "Casa has some of it" in told) == (True, False)
    assert theirs.title not in told
    assert reverse("wagtailadmin_pages:edit", args=[own.pk]) in told


def test_nobody_writes_on_a_withdrawn_page_until_it_is_opened_again(people, article):
    client = signed_in(people["editor"])
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    before = client.get(edit)

    done = answered(client, article)
    closed = client.get(edit).status_code, client.post(edit, {"title": SECRET}).status_code
    why = client.get(screen(article)).content.decode()
    others = [
        client.get(reverse(f"wagtailadmin_pages:{name}", args=[article.pk])).status_code
        for name in ("delete", "copy", "move", "unpublish", "lock", "unlock", "history", "usage", "view_draft")
    ]
    opened = client.post(screen(article), {"step": "open"})

    assert (before.status_code, done.status_code, closed) == (200, 302, (404, 404))
    assert ("Known." in why, "Write something else there" in why) == (True, True)
    assert others == [404] * len(others)
    assert (opened.status_code, client.get(edit).status_code) == (302, 200)
    assert SECRET not in client.get(edit).content.decode()


def test_list_leads_from_a_withdrawn_page_to_why_and_nowhere_else(organisation, people, article):
    withdraw_page(article, by=None, reason="Known.", language="en")
    client = signed_in(people["editor"])
    workspace = workspace_of(organisation)

    listed = client.get(reverse("wagtailadmin_explore", args=[workspace.pk])).content.decode()
    writers = signed_in(people["writer"]).get(reverse("wagtailadmin_explore", args=[workspace.pk])).content.decode()

    assert (screen(article) in listed, screen(article) in writers) == (True, False)
    for text in (listed, writers):
        assert f"/admin/pages/{article.pk}/edit/" not in text
        assert "Withdrawn for safety" in text


def test_workspace_that_is_withdrawn_can_still_be_worked_in(organisation, people):
    workspace = workspace_of(organisation)
    withdraw_page(workspace, by=None, reason="Known.", language="en")
    client = signed_in(people["editor"])

    listed = client.get(reverse("wagtailadmin_explore", args=[workspace.pk]))
    below = client.get(reverse("wagtailadmin_pages:add", args=["home", "referencepage", workspace.pk]))

    assert (listed.status_code, "A plan" in listed.content.decode()) == (200, True)
    assert below.status_code in (200, 404)
    assert screen(workspace) in listed.content.decode()


@pytest.mark.parametrize(("kind", "model"), [("picture", NetworkImage), ("document", NetworkDocument)])
def test_picture_and_document_are_withdrawn_by_those_who_may(organisation, people, kind, model):
    made = a_picture() if kind == "picture" else a_pdf()
    file = model.objects.create(title="A file", file=made, collection=organisation.own_files)
    address = reverse(f"organisations_admin:withdraw_{kind}", args=[file.pk])
    strangers = [people["writer"], people["secretariat"], a_member(an_organisation(), "editor")]
    client = signed_in(people["editor"])

    refused = [signed_in(person).post(address, {"reason": "Known.", "sure": "on"}).status_code for person in strangers]
    unsure = client.post(address, {"reason": "Known."})
    there = model.objects.filter(pk=file.pk).exists()
    done = client.post(address, {"reason": "Known.", "sure": "on"})

    assert (refused, unsure.status_code, there) == ([404] * 3, 200, True)
    assert (done.status_code, model.objects.filter(pk=file.pk).exists()) == (302, False)


def test_search_finds_what_one_may_withdraw_and_nothing_else(people, article):
    stranger = a_page(workspace_of(an_organisation()), "A plan of others")
    set_audience(stranger, Audience(Kind.ORGANISATION), by=None)
    find = reverse("organisations_admin:withdraw")

    for name in ("editor", "secretariat"):
        found = signed_in(people[name]).get(find, {"q": "plan"}).content.decode()
        by_address = signed_in(people[name]).get(find, {"q": f"https://example.org{article.url}"}).content.decode()
        nothing = signed_in(people[name]).get(find, {"q": "zzz"}).content.decode()

        assert [screen(article) in told for told in (found, by_address, nothing)] == [True, True, False]
        assert screen(stranger) not in found


def test_secretariat_is_told_what_was_published_and_not_what_is_drafted(people, article):
    find = reverse("organisations_admin:withdraw")
    older = a_page(Page.objects.get(pk=article.pk), "A plan of old")
    older.save_revision().publish()
    a_page(article.get_parent(), "Another plan").save_revision().publish()
    older.title = "A new plan"
    older.save_revision(user=people["writer"])

    def told(role):
        client = signed_in(people[role])
        lists = [client.get(find, {"q": words}).content.decode() for words in ("new plan", "plan")]
        below = client.get(screen(article)).content.decode()
        return "A new plan" in lists[0], "A new plan" in below, "A plan of old" in below, first_of(lists[1])

    assert told("editor") == (True, True, False, "A new plan")
    assert told("secretariat") == (False, False, True, "Another plan")


def first_of(html: str) -> str:
    return re.findall(r"<bdi[^>]*>([^<]+plan[^<]*)</bdi>", html)[0]


def test_editor_offers_it(people, article):
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])

    offered = {
        role: screen(article) in signed_in(people[role]).get(edit).content.decode() for role in ("writer", "editor")
    }

    assert offered == {"writer": False, "editor": True}
    assert Page.objects.get(pk=article.pk).live
