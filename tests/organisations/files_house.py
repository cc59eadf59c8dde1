"""Two organisations with files, for the tests of the screens on which these are looked after."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.access.world import a_pdf, a_picture
from tests.factories import a_member, a_page, an_organisation
from tests.factories.sessions import signed_in


def a_house() -> dict[str, Any]:
    """Two organisations with a picture and a document each, and the people of the first."""
    ours, theirs = an_organisation(), an_organisation()
    made: dict[str, Any] = {"ours": ours, "theirs": theirs}
    made |= {role: a_member(ours, role) for role in ("reader", "writer", "editor", "coordinator")}
    for name, owner in (("", ours), ("their ", theirs)):
        words = f"{name or 'our '}lantern"
        made[f"{name}picture"] = NetworkImage.objects.create(title=words, file=a_picture(), collection=owner.own_files)
        made[f"{name}document"] = NetworkDocument.objects.create(title=words, file=a_pdf(), collection=owner.own_files)
    return made


def url(name: str, *args: object) -> str:
    return reverse(f"organisations_admin:{name}", args=[getattr(each, "pk", each) for each in args])


def anew(file: Any) -> Any:
    """What the database says of it now."""
    return type(file).objects.select_related("collection__access__policy").get(pk=file.pk)


def read(file: Any) -> bytes:
    with file.file.open("rb") as opened:
        return opened.read()


def showing(picture: NetworkImage, parent: Page, title: str, *, live: bool = True, kind: Kind = Kind.PUBLIC) -> Page:
    """A page with this picture on it."""
    value = {"image": picture, "alt": "x", "caption": ""}
    page = a_page(parent, title, body=[("picture", value)], live=False)
    if live:
        actions.set_audience(Page.objects.get(pk=page.pk), Audience(kind), by=None)
        page.get_latest_revision().publish()
    return page


def shown(person: Any, address: str, **query: str) -> str:
    return signed_in(person).get(address, query).content.decode()
