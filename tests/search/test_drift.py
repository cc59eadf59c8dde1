"""search_check and search_rebuild: what drifted is named, put right, and said by the exit code."""

import pytest
from django.core.management import call_command

from content.models import NetworkDocument
from home.models import ReferencePage
from organisations.viewer import VISITOR
from search.engines import embedded_engine
from search.models import IndexRow, SearchDocument
from search.query import AuthorisedQuery
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def zanzibar():
    organisation = factories.an_organisation("Karibu")
    NetworkDocument.objects.create(title="File", text="text", collection=organisation.public_files)
    return factories.a_page(factories.workspace_of(organisation), "Zanzibar")


def check(capsys, *arguments):
    """The exit code of search_check and what it said."""
    code = 0
    try:
        call_command("search_check", *arguments)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def missing_row(page):
    SearchDocument.objects.get(key=f"page:{page.pk}").delete()


def other_words(page):
    ReferencePage.objects.filter(pk=page.pk).update(title="Mombasa")


def gone_page(page):
    ReferencePage.objects.filter(pk=page.pk).update(live=False)


def row_of_nothing(page):
    SearchDocument.objects.filter(key=f"page:{page.pk}").update(key="page:0", thing="page:0")


def unknown_kind(page):
    SearchDocument.objects.filter(thing__startswith="content.networkdocument").update(thing="gone.model:1")


def other_file(page):
    NetworkDocument.objects.update(text="other")


def not_indexed(page):
    IndexRow.objects.all().delete()


def other_policy_indexed(page):
    IndexRow.objects.filter(document__key=f"page:{page.pk}").update(policy=0)


@pytest.mark.parametrize(
    "damage",
    [missing_row, other_words, gone_page, row_of_nothing, unknown_kind, other_file, not_indexed, other_policy_indexed],
)
def test_search_check_names_and_heals_what_drifted(zanzibar, capsys, damage):
    sound, _said = check(capsys)
    damage(zanzibar)

    reported, _said = check(capsys, "--only-report")
    healed, said = check(capsys)
    afterwards, _said = check(capsys)

    assert (sound, reported, healed, afterwards) == (0, 1, 1, 0)
    assert "differs: " in said or "not indexed" in said


def test_search_rebuild_answers_as_before(zanzibar, capsys):
    query = AuthorisedQuery(VISITOR, text="zanzibar")
    before = embedded_engine().search(query)
    assert before.total == 1
    IndexRow.objects.all().delete()

    call_command("search_rebuild")

    assert embedded_engine().search(query) == before
    assert f"{SearchDocument.objects.present().count()} documents" in capsys.readouterr().out
