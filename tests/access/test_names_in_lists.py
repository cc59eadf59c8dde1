"""Lists of one's own pages offer no names to look for: Wagtail's would name everybody who ever wrote anywhere."""

import pytest
from django.urls import reverse

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.access.forms import a_page_form
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LISTS = ("explore", "explore_results", "pages:history")


@pytest.mark.parametrize("role", ["writer", "editor", "coordinator"])
def test_nobody_is_named_who_wrote_elsewhere(role):
    ours, hidden = an_organisation(), an_organisation()
    actions.set_audience(workspace_of(hidden), Audience(Kind.ORGANISATION), by=None)
    stranger = a_member(hidden, "writer", display_name="Otto Fremd")
    page, workspace = a_page(workspace_of(hidden), live=False), workspace_of(ours)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert signed_in(stranger).post(edit, a_page_form()).status_code == 302
    assert "Otto Fremd" in signed_in(stranger).get(edit).content.decode()

    client = signed_in(a_member(ours, role))
    lists = {name: client.get(reverse(f"wagtailadmin_{name}", args=[workspace.pk])) for name in LISTS}
    lists["search"] = client.get(reverse("wagtailadmin_pages:search"), {"q": "page"})

    assert {answer.status_code for answer in lists.values()} == {200}
    assert [name for name, answer in lists.items() if "Otto Fremd" in answer.content.decode()] == []
    offered = lists["explore"].context["filters"].form.fields
    assert {"has_child_pages", "latest_revision_created_at"} == set(offered)
