"""What one answer costs: each question to the database is paid for by whoever waits for the page."""

import pytest

from organisations.access import intern_policy
from organisations.rules import PUBLIC
from organisations.viewer import VISITOR
from search.engines import embedded_engine
from search.ledger import put
from search.models import SearchDocument
from search.query import AuthorisedQuery
from search.registry import Projection
from search.results import answer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def shelters():
    """Some documents in two languages, and nothing else that can be found."""
    SearchDocument.objects.all().delete()
    embedded_engine().clear()
    policy = intern_policy(PUBLIC).pk
    wanted = {
        f"thing:{number}": [
            Projection(
                key=f"thing:{number}", kind="page", language=language, translation_key=f"thing:{number}",
                policy_id=policy, owner_id=None, title=f"Shelter {number}", facets={"need": ("lawyer",)},
            )
        ]
        for number, language in enumerate(["en"] * 15 + ["fr"] * 3)
    }  # fmt: skip
    put(wanted)


@pytest.mark.parametrize(
    ("fields", "queries"),
    [
        ({}, 6),
        ({"choices": {"need": ("lawyer",)}}, 6),
        ({"first": 10}, 6),
        ({"languages": ("en", "fr")}, 7),  # those of the second are only counted
        ({"languages": ("en", "fr"), "first": 10}, 8),
        ({"text": "sheltr"}, 7),  # the words that are like it
        ({"text": ""}, 5),
    ],
)
def test_embedded_engine_asks_few_times(shelters, django_assert_num_queries, fields, queries):
    query = AuthorisedQuery(VISITOR, **{"text": "shelter", "languages": ("en",)} | fields)
    embedded_engine().search(query)

    with django_assert_num_queries(queries):
        found = embedded_engine().search(query)

    assert found.ids


def test_results_are_read_again_in_two_queries(shelters, django_assert_num_queries):
    query = AuthorisedQuery(VISITOR, text="shelter", languages=("en",))

    with django_assert_num_queries(8):
        found = answer(query)

    assert len(found.hits) == 10
