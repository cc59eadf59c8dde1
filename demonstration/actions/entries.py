"""How the entries of the demonstration are proposed, checked, voted and, some of them, taken down."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from content.terms import Branch, Term
from demonstration.actions.people import People
from demonstration.script import day, facts, words
from directory import actions
from directory.models import Entry, Secret
from organisations import roles
from organisations.models import Organisation

BRANCHES = {
    "services": Branch.NEED,
    "threats": Branch.THREAT,
    "served": Branch.SERVED,
    "professions": Branch.PROFESSION,
    "regions": Branch.REGION,
}
Step = Callable[[Entry, User], object]
# What a word of a history does; the first two are done by the directory's editor, the others by a vetter.
BY_EDITOR: dict[str, Step] = {
    "check": lambda entry, person: actions.start_checking(entry, by=person),
    "ask": lambda entry, person: actions.ask_for_information(entry, by=person),
}
BY_VETTER: dict[str, Step] = {
    "vote": lambda entry, person: actions.cast_vote(entry, yes=True, by=person),
    "suspend": lambda entry, person: actions.suspend_entry(entry, by=person),
    "confirm": lambda entry, person: actions.confirm_suspension(entry, by=person),
}


def make_entries(people: People, organisations: dict[str, Organisation]) -> None:
    """The entries, each with what happened to it."""
    for said in facts("entries")["entries"]:
        _entry(said, people, organisations)


@transaction.atomic
def _entry(said: dict[str, Any], people: People, organisations: dict[str, Organisation]) -> None:
    if Entry.objects.filter(slug=said["slug"]).exists():
        return
    editor = people.appointed(roles.DIRECTORY_EDITOR)
    entry = _proposed(said, people, organisations, editor)
    for kept in said.get("kept", ()):
        secret = Secret(value=kept["value"], label=kept["label"], note=kept["note"])
        actions.keep_contact(
            entry, secret, kind=kept["kind"], audience=kept["audience"], by=editor, checked_on=day(kept["checked"])
        )
    for step in said["history"]:
        word, _space, organisation = step.partition(" ")
        if organisation:
            BY_VETTER[word](entry, people.of(organisation, roles.VETTER))
        else:
            BY_EDITOR[word](entry, editor)


def _proposed(said: dict[str, Any], people: People, organisations: dict[str, Organisation], editor: User) -> Entry:
    change = _change(said, organisations)
    if "nominated_by" not in said:
        return actions.draft_entry(change, by=editor)
    key = next(each["organisation"] for each in facts("network")["people"] if each["email"] == said["nominated_by"])
    nominator = people.at(said["nominated_by"])
    return actions.nominate_entry(change, by=nominator, organisation=organisations[key])


def _change(said: dict[str, Any], organisations: dict[str, Organisation]) -> actions.Change:
    fields = dict(said["fields"])
    if "organisation" in said:
        fields["organisation"] = organisations[said["organisation"]]
    if "hosted_by" in said:
        fields["hosted_by"] = Entry.objects.get(slug=said["hosted_by"])
    for language, text in _texts(said).items():
        fields |= {f"{name}_{language}": value for name, value in text.items() if name != "contacts"}
    return actions.Change(
        fields=fields,
        terms={name: _terms(name, codes) for name, codes in said.get("terms", {}).items()},
        contacts=[_contact(said, contact) for contact in said.get("contacts", ())],
    )


def _texts(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each language says of an entry; a language that says nothing of it is left out."""
    languages = (language for language, _name in settings.LANGUAGES)
    found = {language: words(language)["entries"].get(said["slug"]) for language in languages}
    return {language: text for language, text in found.items() if text}


def _terms(name: str, codes: list[str]) -> list[Term]:
    return [Term.objects.get(branch=BRANCHES[name], code=code) for code in codes]


def _contact(said: dict[str, Any], contact: dict[str, Any]) -> actions.ContactDraft:
    texts = {
        f"{name}_{language}": value
        for language, text in _texts(said).items()
        for name, value in text.get("contacts", {}).get(contact["key"], {}).items()
    }
    return actions.ContactDraft(
        kind=contact["kind"],
        value=contact["value"],
        texts=texts,
        fingerprint=contact.get("fingerprint", ""),
        checked_on=day(contact["checked"]) if "checked" in contact else None,
    )
