"""How the network's shared words get from the files beside this module into the database.

One file a branch: each table is a code with its label in every language of the site and, where it helps, a sentence
that describes it. Codes never change, since filters, imports and other systems rely on them.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from content.terms import Branch, Term

FOLDER = Path(__file__).parent


@dataclass
class Report:
    """What a sync did, as "branch/code" words.

    made, updated: what was written; kept: words that no file has any more. They stay, because a page, a draft or an
    entry may use them; whoever wants one gone takes it off there first and deletes it by hand.
    """

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def words_of(branch: str) -> dict[str, dict]:
    """The words of one branch as its file has them: code → {language: label, "description": {language: text}}."""
    with (FOLDER / f"{branch}.toml").open("rb") as file:
        return tomllib.load(file)


@transaction.atomic
def sync_terms() -> Report:
    """Make the shared words of the database match the files; running it twice changes nothing.

    Raises KeyError when a word lacks its label in one of the site's languages.
    """
    report = Report()
    known = {(term.branch, term.code): term for term in Term.objects.all()}
    for branch in Branch.values:
        for position, (code, word) in enumerate(words_of(branch).items(), 1):
            term = known.pop((branch, code), None) or Term(branch=branch, code=code)
            _write(term, _columns(word) | {"position": position}, report)
    report.kept = sorted(f"{branch}/{code}" for branch, code in known)
    return report


def _columns(word: dict) -> dict[str, object]:
    columns: dict[str, object] = {}
    for language, _name in settings.LANGUAGES:
        columns[f"label_{language}"] = word[language]
        columns[f"description_{language}"] = word.get("description", {}).get(language, "")
    return columns


def _write(term: Term, columns: dict[str, object], report: Report) -> None:
    if all(getattr(term, name) == value for name, value in columns.items()):
        return
    (report.updated if term.pk else report.made).append(f"{term.branch}/{term.code}")
    # The column without a language takes the active one's text on save; here it is always the default language's.
    with translation.override(settings.LANGUAGE_CODE):
        for name, value in columns.items():
            setattr(term, name, value)
        term.save()
