"""Search shows exactly what each person may open, whatever happened: equal to a plain computation, world by world."""

from collections import Counter

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from wagtail.models import Page

from home.models import ReferencePage
from organisations.viewer import VISITOR, viewer_of
from search.models import SearchDocument
from search.query import AuthorisedQuery
from search.results import answer
from search.worker import drain
from tests import factories
from tests.search.copies import begin_with_all, refresh
from tests.search.worlds import oracle
from tests.search.worlds.steps import STEPS, WORDS, World, take

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

KINDS = {"referencepage": "page", "organisationpage": "organisation"}
QUESTIONS = st.tuples(
    st.sampled_from(["", *WORDS]),
    st.sampled_from([{}, {}, {"type": "page"}, {"concern": "labour"}, {"region": "africa"}]),
    st.sampled_from([None, "en", "fr"]),
)


class _UndoneError(Exception):
    """Ends a world."""


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def world(request, db):
    """The network before anything happens: without the pages that every site begins with."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    for page in Page.objects.type(ReferencePage).order_by("-depth"):
        page.delete()
    return World.make()


def _in_each_world(count):
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # a world takes too long to be tried in a hundred smaller forms
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@_in_each_world(3)
@given(steps=STEPS, word=st.sampled_from(WORDS), question=QUESTIONS)
def test_search_shows_what_may_be_opened(world, steps, word, question):
    _check(world, steps, [("", {}, None), (word, {}, None), question])


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("quarter", range(4))
def test_search_shows_what_may_be_opened_in_two_hundred_worlds(world, quarter):
    """Four times fifty, so that several processes can take them; the one above says which branches they take."""

    @seed(quarter)
    @_in_each_world(50)
    @given(steps=STEPS, word=st.sampled_from(WORDS), question=QUESTIONS)
    def check(steps, word, question):
        _check(world, steps, [("", {}, None), (word, {}, None), question])

    check()


def _check(world, steps, questions):
    try:
        with transaction.atomic():
            begin_with_all()
            for step in steps:
                take(world, step)
            things = oracle.things(KINDS)
            readable_by = {
                name: (viewer, [thing for thing in things if oracle.may_read(thing, groups)])
                for name, (viewer, groups) in _viewers(world).items()
            }
            if django_settings.SEARCH_ENGINE == "elasticsearch":
                for viewer, readable in readable_by.values():
                    _check_before_the_worker(viewer, readable, questions)
                drain()
                refresh()
                assert list(SearchDocument.objects.waiting().values("key", "error")) == []
            for name, (viewer, readable) in readable_by.items():
                for question in questions:
                    assert _found(viewer, *question) == _expected(readable, *question), (name, question)
            raise _UndoneError
    except _UndoneError:
        world.files.clear()


def _check_before_the_worker(viewer, readable, questions):
    """Nothing is found, or counted, that somebody may not read, also while Elasticsearch knows only what was before."""
    keys = {thing.key for thing in readable} | set(_front_pages())
    for word, choices, language in questions:
        given = answer(_query(viewer, word, choices, language))
        assert {hit.document.key for hit in given.hits} <= keys
        assert given.found.total <= len(keys)


def _viewers(world):
    found = {"visitor": (VISITOR, frozenset())}
    for name, person in world.people.items():
        found[name] = (viewer_of(person, second_factor=True), oracle.groups_of(person, True))
    without = world.people["member of both circles"]
    found["without a second factor"] = (viewer_of(without, second_factor=False), oracle.groups_of(without, False))
    return found


def _found(viewer, word, choices, language):
    """Keys, total, facet counts and highlights as search gives them."""
    given = answer(_query(viewer, word, choices, language))
    assert not given.found.is_substitute
    front = _front_pages()
    hits = {hit.document.key: (str(hit.title), str(hit.extract)) for hit in given.hits if hit.document.key not in front}
    facets = {name: +counts for name, counts in given.found.facets.items()}
    total = given.found.total
    if not word:
        total -= len(given.hits) - len(hits)
        facets = _without(facets, front.values(), choices, language)
    assert list(given.found.ids) == [hit.document.pk for hit in given.hits]  # nothing had to be dropped
    return sorted(hits.items()), total, {name: dict(counts) for name, counts in facets.items() if counts}


def _query(viewer, word, choices, language):
    return AuthorisedQuery(
        viewer, text=word, languages=(language,) if language else (),
        choices={name: (value,) for name, value in choices.items()}, size=100,
    )  # fmt: skip


def _front_pages():
    """The front pages are everybody's in every world: by key, as things."""
    things = [f"page:{page.pk}" for page in factories.HomePage.objects.all()]
    rows = SearchDocument.objects.present().filter(thing__in=things)
    return {
        row.key: oracle.Thing(row.key, row.language, row.title, "", frozenset({("type", row.kind)}), ()) for row in rows
    }


def _without(facets, front, choices, language):
    fewer = oracle.facet_counts(list(front), choices, language)
    return {name: counts - fewer.get(name, Counter()) for name, counts in facets.items()}


def _expected(readable, word, choices, language):
    """Keys, total, facet counts and highlights, computed from the things themselves."""
    matching = [thing for thing in readable if not word or thing.has(word)]
    values = set(choices.items())
    hits = [thing for thing in matching if values <= thing.facets and language in (None, thing.language)]
    shown = {thing.key: (oracle.marked(thing.title, word), oracle.marked(thing.text, word)) for thing in hits}
    facets = oracle.facet_counts(matching, choices, language)
    return sorted(shown.items()), len(hits), {name: dict(counts) for name, counts in facets.items()}
