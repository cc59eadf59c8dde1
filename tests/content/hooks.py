"""Stand-ins for the app that knows who may name and see what, for tests of the questions that content asks."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from wagtail import hooks

from content.references import Reference


@contextmanager
def only_hook(name: str, function):
    """Within it this is the one function registered for the hook."""
    kept = hooks._hooks.get(name, [])
    hooks._hooks[name] = []
    try:
        with hooks.register_temporarily(name, function):
            yield
    finally:
        hooks._hooks[name] = kept


def forbids(*things):
    """Within it these things may stand nowhere."""
    return only_hook(
        "visible_references", lambda wanted: [references - _named(things) for _instance, references in wanted]
    )


def refuses(*things):
    """Within it an editor may name none of these things."""

    def refuse(instance, references, *, by, parent):
        if references & _named(things):
            raise ValidationError("That is not yours.")

    return only_hook("check_references", refuse)


def allows_everything():
    return only_hook("visible_references", lambda wanted: [references for _instance, references in wanted])


def _named(things) -> frozenset[Reference]:
    return frozenset(Reference.to(type(thing), thing.pk) for thing in things)
