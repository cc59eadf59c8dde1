"""Whether the proofs ask all that can be asked: each thing by itself, and each value with some of them."""

import pytest
from django.urls import reverse

from organisations.wall.table import addresses
from tests.access import proofs
from tests.access.asking import PATHS_WITH_EACH, Request, paths
from tests.access.things import own_pages
from tests.access.world import SUPERUSER_WITH_A_ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EDIT = "wagtailadmin_pages:edit"


def asked_of(asked, name: str) -> list[Request]:
    return [each for each in asked.of_ours if each.key[1] == name]


def test_each_thing_is_asked_for_by_itself_at_each_address(told, asked):
    plain = {(each.key, each.path) for each in asked.of_ours if not each.query and not each.body}
    open_rows = {key: row for key, row in addresses().items() if row.is_open and {"GET", "POST"} & set(row.methods)}

    missing = [
        (key, path)
        for key, row in open_rows.items()
        for path, _ids in paths(row, asked.ours)
        if (key, path) not in plain
    ]

    assert missing == []
    for page in own_pages(told.world.ours):
        assert reverse(EDIT, args=[page.pk]) in {path for _key, path in plain}


def test_each_form_is_sent_to_some_pages_and_each_page_is_sent_some(asked):
    forms: dict[tuple, set[str]] = {}
    for each in asked_of(asked, EDIT):
        if len(each.body) > 1:
            forms.setdefault(each.body, set()).add(each.path)
    every = {each.path for each in asked_of(asked, EDIT)}

    assert min(len(sent_to) for sent_to in forms.values()) == PATHS_WITH_EACH
    assert set.union(*forms.values()) == every


def test_people_with_other_roles_are_kept_from_no_address_that_theirs_opens(asked):
    every = asked.of_theirs
    for_auditor, for_editor = (proofs.worth_asking(every, name) for name in ("auditor", SUPERUSER_WITH_A_ROLE))

    opened = [each for each in every if each.key in addresses() and "auditor" in addresses()[each.key].roles]
    assert for_editor == every
    assert opened != []
    assert set(opened) < set(for_auditor) < set(every)
    assert {each.key for each in for_auditor} == {each.key for each in every}
