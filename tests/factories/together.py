"""How tests do several things at the same moment."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*things: Callable[[], object], refusal: type[Exception]) -> list[object]:
    """What each of these, all begun together, came to: what it returned, "refused" where it raised `refusal`, or the
    error that nobody expected; in the order in which they ended."""
    results: list[object] = []

    def run(thing: Callable[[], object]) -> None:
        try:
            results.append(thing())
        except refusal:
            results.append("refused")
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[thing]) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
