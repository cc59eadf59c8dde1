"""Where whole pages are kept, in a cache that may be away at any moment: then they are made anew, and nothing else."""

import logging
import time
from typing import Any

from django.core.cache import caches

SECONDS_AWAY = 10  # how long a cache that did not answer is not asked again

logger = logging.getLogger(__name__)


class Shelf:
    """The cache "pages". One for each process.

    What it does not take or give costs nothing but time, so it is not asked again for a while once it did not answer.
    What should have been erased meanwhile may still be in it: the first thing it is asked is to forget everything.
    """

    def __init__(self) -> None:
        self._asked_again_at = 0.0
        self._must_be_erased = False

    def find(self, key: str) -> Any:
        """What is kept under this key; None when nothing is, or the cache is away."""
        return self._ask("get", key)

    def keep(self, key: str, value: Any, seconds: int) -> None:
        self._ask("set", key, value, seconds)

    def erase(self) -> None:
        """Forget everything, now or as soon as the cache answers again."""
        self._must_be_erased = True
        self.find("nothing")

    def _ask(self, what: str, *arguments: Any) -> Any:
        if time.monotonic() < self._asked_again_at:
            return None
        cache = caches["pages"]
        try:
            if self._must_be_erased:
                cache.clear()
                self._must_be_erased = False
            return getattr(cache, what)(*arguments)
        except Exception:  # each cache has errors of its own, and none of them may stop a page
            logger.warning("The cache does not answer; for %s seconds all pages are made anew.", SECONDS_AWAY)
            self._asked_again_at = time.monotonic() + SECONDS_AWAY
            self._must_be_erased = True
            return None


shelf = Shelf()
