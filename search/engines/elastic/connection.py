"""How the site speaks to Elasticsearch, and what it makes of an answer that is none."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

log = logging.getLogger(__name__)

SECONDS = 10
SECONDS_TO_ANSWER = 2
SKIPPED_SECONDS = 10
NOT_ACCEPTABLE = 406  # what a server says to a client of another major version


class AwayError(Exception):
    """Elasticsearch does not answer, not yet, or not wholly; the text says which, and nothing of what was asked."""


class TooDeepError(AwayError):
    """The server is not asked for rows so far down; nothing is wrong with it."""

    def __init__(self) -> None:
        super().__init__("is not asked for rows so far down")


@lru_cache(maxsize=4)
def _client(url: str, key: str, certificates: str) -> Elasticsearch:
    given: dict[str, Any] = {"api_key": key} if key else {}
    if certificates:
        given["ca_certs"] = certificates
    return Elasticsearch(url.split(","), max_retries=0, retry_on_timeout=False, http_compress=False, **given)


@lru_cache(maxsize=16)
def _within(connection: Elasticsearch, seconds: int) -> Elasticsearch:
    """The same connection; kept because to make one costs more than to write a question down."""
    return connection.options(request_timeout=seconds)


def client(seconds: int = SECONDS) -> Elasticsearch:
    """The connection that the settings name, on which an answer is waited for so long. Nothing is sent before something
    is asked of it, and nothing twice."""
    named = settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA_CERTS
    return _within(_client(*named), seconds)


@contextmanager
def answering() -> Iterator[None]:
    """Turn whatever keeps Elasticsearch from answering into an AwayError."""
    try:
        yield
    except TransportError as error:
        raise AwayError(f"no answer ({type(error).__name__})") from error
    except UnsupportedProductError as error:
        raise AwayError("answered by another program, or by a version before 7.14") from error
    except ApiError as error:
        raise AwayError(_told(error)) from error


def _told(error: ApiError) -> str:
    reason = reason_of(error.body)
    if error.status_code == NOT_ACCEPTABLE or reason == "media_type_header_exception":
        return "answered by a version that this site does not speak to; it needs 8 or 9"
    return f"answered {error.status_code} {reason}"


def reason_of(body: object) -> str:
    """The kind of an error, such as "index_not_found_exception"; never its text, which quotes what was asked."""
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("type", "")) if isinstance(error, dict) else ""


class Pause:
    """Remembers, in this process, that Elasticsearch was away: for a while nobody waits for it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0

    @property
    def lasts(self) -> bool:
        return time.monotonic() < self._until

    def begin(self, error: AwayError) -> None:
        """Skip Elasticsearch for SKIPPED_SECONDS; say so once."""
        with self._lock:
            if not self.lasts:
                log.warning("Elasticsearch: %s. The site's own search answers for %d seconds.", error, SKIPPED_SECONDS)
            self._until = time.monotonic() + SKIPPED_SECONDS

    def end(self) -> None:
        """Ask it again at once."""
        self._until = 0.0


pause = Pause()
