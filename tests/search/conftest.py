"""A real Elasticsearch for the tests that ask for one."""

import os
import secrets

import pytest

from search.engines.elastic.connection import pause
from tests.search.copies import an_empty_copy, remove_everything


@pytest.fixture(scope="session")
def elasticsearch_prefix():
    """What the names of this run's indices begin with; all of them are removed at its end."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.skip("ELASTICSEARCH_URL names no server")
    return f"test{secrets.token_hex(4)}"


@pytest.fixture
def elasticsearch(db, settings, elasticsearch_prefix):
    """Let Elasticsearch answer, with an index that knows nothing yet."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.ELASTICSEARCH_PREFIX = elasticsearch_prefix
    yield an_empty_copy()
    pause.end()
    remove_everything()


@pytest.fixture(autouse=True)
def own_lock(settings, tmp_path):
    """Several processes test at once, and each may have its worker."""
    settings.VAR_DIR = tmp_path
