"""How tests make people, organisations, circles and pages: through the actions that the site itself uses."""

import itertools

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Page

from accounts.models import User
from home.models import HomePage, ReferencePage
from organisations import actions
from organisations.models import Circle, Organisation

_number = itertools.count(1001)  # as many digits for all: a new name comes last in every list that is in order


def a_person(**fields: object) -> User:
    """An account that belongs nowhere yet."""
    number = next(_number)
    fields.setdefault("email", f"person-{number}@example.org")
    fields.setdefault("display_name", f"Person {number}")
    return User.objects.create_user(**fields)


def a_member(organisation: Organisation, role: str = "reader", **fields: object) -> User:
    """An account with a membership in this organisation."""
    person = a_person(**fields)
    actions.admit_member(person, organisation, role=role, by=None)
    return person


def an_appointed(role: str, organisation: Organisation | None = None) -> User:
    """An account with a network role."""
    person = a_person()
    actions.appoint(person, role=role, by=None, organisation=organisation)
    return person


def an_organisation(name: str = "", **fields: object) -> Organisation:
    """An organisation with its workspace in English."""
    return actions.open_workspace(name=name or f"Organisation {next(_number)}", home=english_home(), by=None, **fields)


def a_circle(*people: User, **fields: object) -> Circle:
    circle = actions.open_circle(f"Circle {next(_number)}", by=None, **fields)
    for person in people:
        actions.admit_to_circle(person, circle, by=None)
    return circle


def english_home() -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


def workspace_of(organisation: Organisation, language: str = "en") -> Page:
    return organisation.workspaces.get(locale__language_code=language)


def a_page(parent: Page, title: str = "", *, live: bool = True, **fields: object) -> ReferencePage:
    """A published page below this one; with live=False a draft."""
    title = title or f"Page {next(_number)}"
    page = ReferencePage(title=title, live=live, locale=parent.locale, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision()
    return page


def a_locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


VISITOR = AnonymousUser()
