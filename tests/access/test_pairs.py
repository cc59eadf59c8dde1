"""Two ids of one request that must belong together: two pages of one's own are not mixed."""

import pytest
from django.urls import reverse

from tests.access.world import Side
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


def decision(page_id: int, state_id: int) -> str:
    return reverse("wagtailadmin_pages:workflow_action", args=[page_id, "approve", state_id])


def test_step_of_review_is_named_beside_its_own_page_only(world):
    ours: Side = world.ours
    state, client = ours.things["state"], signed_in(ours.people["editor"])
    pages = [ours.things[name].pk for name in ("waiting", "draft", "page")]

    statuses = [client.get(decision(pk, state.pk)).status_code for pk in (*pages, world.theirs.things["waiting"].pk)]

    assert statuses == [200, 404, 404, 404]
