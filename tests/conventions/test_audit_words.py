"""Everything that can be recorded in the audit log has words, and no words are left of what is recorded no more."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from directory.actions.expiry import STATE_OF
from organisations.audit_words import audit_words
from tests.conventions.findings import ROOT, apps

ACTION = re.compile(r"[a-z]+\.[a-z_]+")


def recorded() -> set[str]:
    """The dotted words that actions are recorded by. Where entries turn with the calendar the word is put together."""
    words = {word for app in apps() for file in (ROOT / app).rglob("*.py") for word in _dotted(file)}
    kinds = {each.partition(".")[0] for each in audit_words()}
    of_kinds = {word for word in words if word.partition(".")[0] in kinds and not word.endswith("urls")}
    return of_kinds | {f"entry.{state.value}" for state in STATE_OF.values()}


def _dotted(file: Path) -> Iterator[str]:
    if file.name == "audit_words.py" or "migrations" in file.parts:
        return
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value):
            yield node.value


def test_everything_recorded_has_words_and_nothing_else_has():
    assert recorded() == set(audit_words())
