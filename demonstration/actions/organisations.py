"""How the organisations of the demonstration get their workspaces, in every language, and their circle."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from accounts.models import User
from demonstration.actions.people import People, admit_people
from demonstration.bodies import body_of
from demonstration.script import facts, words
from home.models import HomePage
from organisations import roles
from organisations.actions import admit_to_circle, open_circle, open_workspace, translate_workspace
from organisations.models import Circle, Organisation, OrganisationPage


def make_organisations(people: People) -> dict[str, Organisation]:
    """The organisations by their key in the facts."""
    return {each["key"]: _organisation(each, people) for each in facts("network")["organisations"]}


@transaction.atomic
def _organisation(said: dict[str, str], people: People) -> Organisation:
    existing = Organisation.objects.filter(name=said["name"]).first()
    if existing:
        return existing
    secretariat = people.appointed(roles.SECRETARIAT)
    home = HomePage.objects.get(locale__language_code=said["first_language"])
    columns = {name: said[name] for name in ("slug", "acronym", "country") if name in said}
    organisation = open_workspace(name=said["name"], home=home, by=secretariat, **columns)
    admit_people(people, organisation, said["key"])
    for language, _name in settings.LANGUAGES:
        page = translate_workspace(organisation, Locale.objects.get(language_code=language), by=secretariat)
        text = words(language)["organisations"][said["key"]]
        _write(page, said["key"], text, by=people.of(said["key"], roles.EDITOR))
    return organisation


def _write(page: OrganisationPage, key: str, text: dict, *, by: User) -> None:
    page.title, page.summary = text["title"], text["summary"]
    page.body = body_of(f"organisations/{key}", text["body"])
    page.save_revision(user=by).publish(user=by)


@transaction.atomic
def make_circle(people: People) -> Circle:
    """The circle, with people of all organisations."""
    said, secretariat = facts("network")["circle"], people.appointed(roles.SECRETARIAT)
    existing = Circle.objects.filter(name=said["name"]).first()
    if existing:
        return existing
    circle = open_circle(said["name"], by=secretariat)
    for email in said["people"]:
        admit_to_circle(people.at(email), circle, by=secretariat)
    return circle
