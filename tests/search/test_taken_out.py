"""What is taken out leaves nothing to be read, and an engine outside hears of it before anything else."""

import pytest
from django.test import override_settings

from search.ledger import put
from search.models import SearchDocument
from tests.search.test_ledger import a_projection

pytestmark = pytest.mark.django_db


@override_settings(SEARCH_ENGINE="elasticsearch")
def test_row_of_what_was_taken_out_has_no_words_and_no_address_and_waits_first():
    put({"thing:1": [a_projection(summary="secret", headings="secret", url="/secret/")]})
    before = SearchDocument.objects.get(key="thing:1")

    put({"thing:1": []})

    row = SearchDocument.objects.get(key="thing:1")
    assert (before.url, before.restricting) == ("/secret/", False)
    assert (row.title, row.headings, row.summary, row.body, row.url) == ("", "", "", "", "")
    assert (row.policy_id, row.owner_id, row.dated, row.restricting, row.wanted_rev) == (None, None, None, True, 2)
