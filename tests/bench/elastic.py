"""Where Elasticsearch is measured: on the server of ELASTICSEARCH_URL, with indices that are removed after it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def an_elasticsearch() -> Iterator[bool]:
    """Let the site know such a server. Gives whether there is one; import it inside `tests.bench.site.a_site`."""
    address = os.environ.get("ELASTICSEARCH_URL")
    if not address:
        yield False
        return
    from django.test import override_settings

    from tests.search.copies import remove_everything

    with override_settings(ELASTICSEARCH_URL=address, ELASTICSEARCH_PREFIX=f"bench{secrets.token_hex(4)}"):
        try:
            yield True
        finally:
            remove_everything()
