"""The wall's own parts: the table as it is read, resolvers, links, and what is left of a request."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, QueryDict
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from organisations import permissions
from organisations.viewer import VISITOR, viewer_of
from organisations.wall import resolvers
from organisations.wall.middleware import AdminWall
from organisations.wall.table import Address, Identifier, addresses, leads_to_open_address, read
from tests.factories import a_circle, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

a_coordinator = made_once(lambda: a_member(an_organisation(), "coordinator"))

# Resolvers that are told the other value of a pair.
PAIRED = {each.resolver for address in addresses().values() for each in address.identifiers if each.beside}
HEAD = "route\tname\tmethods\tids\tquery\tbody\troles\twhy"
ROW = "/x/\tx\tGET\tpath:page_id=own_page\tp\t-\twriter\ta reason"


@pytest.mark.parametrize(
    "row",
    [
        f"{ROW}\n{ROW}",
        ROW.replace("path:", "cookie:"),
        ROW.replace("=own_page", ""),
        ROW.replace("=own_page", "=own_page("),
        ROW.replace("=own_page", "=own_page(other_id)"),
    ],
)
def test_table_that_cannot_be_trusted_is_refused(row):
    good = read([HEAD, ROW])

    with pytest.raises(ValueError, match=r"stands twice|is not written as|does not name"):
        read([HEAD, *row.split("\n")])

    assert list(good) == [("/x/", "x")]


def test_row_is_read_to_its_last_word():
    ids = "path:pk=own_page query:at=own_image body:file=own_document"
    row = f"/x/<int:pk>/\tx:edit\tGET POST\t{ids}\tp q\t*\twriter editor\ta reason"

    [address] = read([HEAD, row]).values()

    assert address == Address(
        route="/x/<int:pk>/",
        name="x:edit",
        methods=frozenset({"GET", "POST"}),
        identifiers=(
            Identifier("path", "pk", "own_page"),
            Identifier("query", "at", "own_image"),
            Identifier("body", "file", "own_document"),
        ),
        query=frozenset({"p", "q"}),
        body=frozenset({"*"}),
        roles=frozenset({"writer", "editor"}),
        why="a reason",
    )
    assert (address.is_open, address.parameters("query")) == (True, {"p", "q", "at"})
    assert address.parameters("body") == {"*", "file"}


def test_pair_and_what_must_be_sent_are_read():
    row = "/x/\tx\tPOST\tpath:pk=own_page path:of=own_part(pk) body:to!=own_page\t-\t-\twriter\ta reason"

    [address] = read([HEAD, row]).values()

    assert address.identifiers == (
        Identifier("path", "pk", "own_page"),
        Identifier("path", "of", "own_part", beside="pk"),
        Identifier("body", "to", "own_page", is_needed=True),
    )


def test_dash_is_nothing():
    [address] = read([HEAD, "/x/\tx\t-\t-\t-\t-\t-\tshut"]).values()

    assert (address.is_open, address.methods, address.identifiers) == (False, frozenset(), ())
    assert (address.query, address.body, address.roles) == (frozenset(), frozenset(), frozenset())


def test_resolver_name_is_given_once():
    with pytest.raises(ValueError, match="two resolvers"):
        resolvers.register("own_page")(lambda person, value: True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/admin/", True),
        ("/admin/pages/?p=2", True),
        ("/admin/users/", False),
        ("/admin/no-such-screen", False),
        ("/en/", True),
        ("", False),
    ],
)
def test_only_links_that_lead_somewhere_are_offered(url, expected):
    assert leads_to_open_address(url) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", sorted(resolvers.known() - {"word", "text", "own_collection", "organisation_slug", "place_in_list"})
)
@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30, "1 OR 1", "٣"])
def test_value_that_names_nothing_is_nobodys(a_coordinator, name, value):
    own = workspace_of(permissions.organisations_of(a_coordinator).get())

    assert resolvers.may_name(name, a_coordinator, value, *([str(own.pk)] if name in PAIRED else [])) is False


@pytest.mark.parametrize(
    ("value", "expected"), [("7", 7), ("9" * 18, int("9" * 18)), ("9" * 19, 0), ("٣", 0), ("", 0), ("-1", 0)]
)
def test_number_is_one_that_a_database_can_hold(value, expected):
    assert resolvers.number(value) == expected


def asked(person, *, method="get", query="", body=None, name="wagtailadmin_explore", args=()):
    """A request of this person for an admin screen, as it stands when the wall has let it pass."""
    url = reverse(name, args=args)
    request = getattr(RequestFactory(), method)(f"{url}{query}", body or {})
    request.user = person
    request.resolver_match = resolve(url)
    AdminWall(lambda request: None).process_view(request, None, (), request.resolver_match.kwargs)
    return request


@pytest.mark.django_db
def test_parameters_that_are_not_declared_are_dropped():
    organisation = an_organisation()
    workspace = workspace_of(organisation).pk

    request = asked(a_member(organisation, "editor"), query="?p=2&owner=1&export=xlsx", args=[workspace])

    assert QueryDict("p=2") == request.GET
    assert request.META["QUERY_STRING"] == "p=2"


@pytest.mark.django_db
def test_what_is_left_of_a_request_is_not_changed_any_more():
    organisation = an_organisation()

    request = asked(a_member(organisation, "editor"), query="?p=2", args=[workspace_of(organisation).pk])

    with pytest.raises(AttributeError, match="immutable"):
        request.GET["p"] = "3"


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["query", "body"])
def test_id_is_read_where_it_is_declared(place):
    """What is declared for the body is asked there, whatever stands in the address."""
    ours, theirs = an_organisation(), an_organisation()
    own, foreign = ({field(place): side.own_files_id} for side in (ours, theirs))
    editor = a_member(ours, "editor")

    with pytest.raises(Http404):
        chooser(editor, place, foreign)

    assert chooser(editor, place, own).resolver_match.url_name in ("choose", "create")


def field(place):
    return "collection_id" if place == "query" else "image-chooser-upload-collection"


def chooser(person, place, sent):
    if place == "query":
        return asked(person, query=f"?{urlencode(sent)}", name="wagtailimages_chooser:choose")
    return asked(person, method="post", body=sent, name="wagtailimages_chooser:create")


@pytest.mark.django_db
def test_fields_that_are_not_declared_are_dropped_and_the_form_token_is_not():
    organisation = an_organisation()
    page = a_page(workspace_of(organisation)).pk
    body = {"audience": "members", "groups": "1", "csrfmiddlewaretoken": "t"}

    request = asked(
        a_member(organisation, "editor"),
        method="post",
        body=body,
        name="organisations_admin:set_privacy",
        args=[page],
    )

    assert QueryDict("audience=members&csrfmiddlewaretoken=t") == request.POST


@pytest.mark.django_db
def test_whole_form_of_a_page_passes():
    organisation = an_organisation()
    page = a_page(workspace_of(organisation)).pk

    request = asked(
        a_member(organisation, "writer"),
        method="post",
        body={"anything": "1"},
        name="wagtailadmin_pages:edit",
        args=[page],
    )

    assert request.POST["anything"] == "1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "method", "name"),
    [
        ("editor", "put", "wagtailadmin_explore"),
        ("reader", "get", "wagtailadmin_explore"),
        ("writer", "get", "organisations_admin:set_privacy"),
        ("editor", "get", "wagtailadmin_pages:revisions_index"),
    ],
)
def test_refused_for_method_role_or_being_shut(role, method, name):
    organisation = an_organisation()
    page = a_page(workspace_of(organisation)).pk

    with pytest.raises(Http404):
        asked(a_member(organisation, role), method=method, name=name, args=[page])


def test_addresses_outside_the_admin_are_not_the_walls():
    request = RequestFactory().get("/en/")

    assert AdminWall(lambda request: None).process_view(request, None, (), {}) is None


def test_every_row_of_the_table_says_why():
    assert [address.key for address in addresses().values() if not address.why] == []


@pytest.mark.django_db
def test_nobody_has_rights_without_an_account():
    for person in (AnonymousUser(), a_person(is_active=False)):
        assert list(permissions.organisations_of(person)) == []
        assert permissions.has_network_role(person, "secretariat") is False
        assert permissions.roles_of(person) == frozenset()
        assert viewer_of(person, second_factor=True) == VISITOR


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "expected"), [("secretariat", True), ("auditor", False)])
def test_network_role_is_asked_by_name(role, expected):
    assert permissions.has_network_role(an_appointed(role), "secretariat") == expected


@pytest.mark.django_db
def test_organisations_of_somebody_whatever_their_role():
    organisation = an_organisation()
    person = a_member(organisation, "reader")

    assert list(permissions.organisations_of(person)) == [organisation]
    assert list(permissions.organisations_of(person, "writer")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("second_factor", "demanded", "expected"), [(True, True, 1), (False, True, 0), (False, False, 1)]
)
def test_circle_that_demands_a_second_factor(second_factor, demanded, expected):
    person = a_person()
    circle = a_circle(person, needs_second_factor=demanded)

    viewer = viewer_of(person, second_factor=second_factor)

    assert len(viewer.principals & {f"circle:{circle.pk}"}) == expected


@pytest.mark.django_db
def test_wall_stands_wherever_the_server_says_that_the_site_begins():
    client = signed_in(a_member(an_organisation(), "editor"))
    once = Client()
    once.force_login(a_member(an_organisation(), "editor"))

    shut = client.get("/admin/reports/site-history/", SCRIPT_NAME="/elsewhere")
    without_factor = once.get("/admin/", SCRIPT_NAME="/elsewhere")

    assert shut.status_code == 404
    assert without_factor.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "told"), [("get", False), ("post", True)])
def test_who_sends_after_the_session_ended_is_told_that_nothing_was_saved(a_coordinator, method, told):
    client = signed_in(a_coordinator)
    before = getattr(client, method)("/admin/").status_code
    client.session.flush()

    answer = getattr(client, method)("/admin/", follow=True)

    assert before == {"get": 200, "post": 404}[method]
    assert "next=%2Fadmin%2F" in answer.redirect_chain[0][0]
    assert ("what you just sent was not saved" in answer.content.decode()) == told
    assert client.session.is_empty()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "status"), [({}, 400), ({"data": '{"title": "By JSON"}', "content_type": "application/json"}, 404)]
)
def test_what_is_no_whole_form_is_refused_and_changes_nothing(a_coordinator, sent, status):
    page = workspace_of(a_coordinator.memberships.get().organisation)
    client = signed_in(a_coordinator)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    before = client.get(edit).status_code, page.latest_revision_id

    answer = client.post(edit, **sent)

    page.refresh_from_db()
    assert before == (200, page.latest_revision_id)
    assert answer.status_code == status
