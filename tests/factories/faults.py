"""How tests let something die in the middle of its work: at a write to the database, or after somebody was told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ReferenceType

from django.dispatch import Signal


class FaultError(Exception):
    """What breaks off an act."""


class BreakOff:
    """Breaks off at the write with this number, counted from when it is put in place.

    Arguments: at, the number; aside, words in the names of tables whose writes do not count.
    """

    def __init__(self, at: int, aside: tuple[str, ...] = ()) -> None:
        self.left, self.writes, self.aside = at, 0, aside

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and not any(w in sql for w in self.aside):
            self.writes += 1
            if self.writes == self.left:
                raise FaultError
        return execute(sql, params, many, context)


def receivers_of(signal: Signal) -> list[str]:
    """The names of all that listen to a signal now."""
    return sorted({_name(receiver) for _key, receiver, *_more in signal.receivers})


@contextmanager
def told(signal: Signal, name: str, then: Callable[[], None]) -> Iterator[None]:
    """Inside this block, do this each time after the receiver of that name has done its work."""
    as_it_was = signal.receivers
    signal.receivers = [
        (key, _followed(receiver, then) if _name(receiver) == name else receiver, *more)
        for key, receiver, *more in as_it_was
    ]
    signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        signal.receivers = as_it_was
        signal.sender_receivers_cache.clear()


def _followed(receiver: Any, then: Callable[[], None]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        answer = _called(receiver)(*args, **kwargs)
        then()
        return answer

    return run


def _called(receiver: Any) -> Any:
    return receiver() if isinstance(receiver, ReferenceType) else receiver


def _name(receiver: Any) -> str:
    called = _called(receiver)
    called = called if hasattr(called, "__qualname__") else type(called)
    return f"{called.__module__}.{called.__qualname__}"
