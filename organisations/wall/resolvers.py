"""Whose a thing is that an admin address names: one small question for each kind of identifier.

A resolver takes the person and the value as it was sent and says whether the person may work on that thing; one of a
pair takes the other value of the same request as well. A value that does not parse, or names nothing, is simply not
theirs. Apps above add their own with `register`.
"""

from collections.abc import Callable

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from accounts.models import User
from content.models import NetworkDocument, NetworkImage
from organisations import permissions
from organisations.roles import PUBLISHING, WRITING

Resolver = Callable[..., bool]
_resolvers: dict[str, Resolver] = {}


def register(name: str) -> Callable[[Resolver], Resolver]:
    """Make a resolver known under the name that the table uses. Raises ValueError when the name is taken."""

    def keep(resolver: Resolver) -> Resolver:
        if name in _resolvers:
            raise ValueError(f"there are two resolvers named {name}")
        _resolvers[name] = resolver
        return resolver

    return keep


def may_name(name: str, person: User, value: str, *beside: str) -> bool:
    """Whether this person may name this value where the table says `name`, beside the other value of a pair.

    Raises KeyError for an unknown resolver.
    """
    return _resolvers[name](person, value, *beside)


def known() -> frozenset[str]:
    """The names of all resolvers."""
    return frozenset(_resolvers)


def number(value: str) -> int:
    """The value as a row's id, or 0, which no row has, when it is not one that a database can hold."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


@register("own_page")
def own_page(person: User, value: str) -> bool:
    """A page of an organisation for which the person works."""
    return permissions.organisation_pages(person, *WRITING).filter(pk=number(value)).exists()


@register("publishable_page")
def publishable_page(person: User, value: str) -> bool:
    """A page of an organisation for which the person publishes."""
    own = permissions.organisation_pages(person, *PUBLISHING).filter(pk=number(value))
    return own.exclude(withdrawal__closed=True).exists()


@register("withdrawable_page")
def withdrawable_page(person: User, value: str) -> bool:
    """A page that the person may withdraw for safety."""
    return permissions.withdrawable_pages(person).filter(pk=number(value)).exists()


@register("withdrawable_image")
def withdrawable_image(person: User, value: str) -> bool:
    return permissions.withdrawable_files(person, NetworkImage.objects.filter(pk=number(value))).exists()


@register("withdrawable_document")
def withdrawable_document(person: User, value: str) -> bool:
    return permissions.withdrawable_files(person, NetworkDocument.objects.filter(pk=number(value))).exists()


@register("editable_page")
def editable_page(person: User, value: str) -> bool:
    """A page of an organisation for which the person works, or one of the network's own for the secretariat."""
    return permissions.editable_pages(person).filter(pk=number(value)).exists()


@register("choosable_page")
def choosable_page(person: User, value: str) -> bool:
    """A page that the person may link to: one they may change, or one that is published and public."""
    return permissions.choosable_pages(person).filter(pk=number(value)).exists()


@register("own_image")
def own_image(person: User, value: str) -> bool:
    return permissions.own_files(person, NetworkImage.objects.filter(pk=number(value))).exists()


@register("own_document")
def own_document(person: User, value: str) -> bool:
    return permissions.own_files(person, NetworkDocument.objects.filter(pk=number(value))).exists()


@register("own_collection")
def own_collection(person: User, value: str) -> bool:
    """Empty means all of one's own, which is what a chooser without a choice shows."""
    return value == "" or permissions.own_collections(person).filter(pk=number(value)).exists()


@register("publishable_collection")
def publishable_collection(person: User, value: str) -> bool:
    """A collection of an organisation for which the person publishes, of which people say who reads it."""
    return permissions.settable_collections(person).filter(pk=number(value)).exists()


@register("viewed_as")
def viewed_as(person: User, value: str) -> bool:
    """As whom somebody looks at a page: the public, members, or a circle that they belong to."""
    from organisations.views.view_as import audiences_of

    return value in audiences_of(person)


@register("own_invitation")
def own_invitation(person: User, value: str) -> bool:
    return permissions.answerable_invitations(person).filter(pk=number(value)).exists()


@register("organisation_slug")
def organisation_slug(_person: User, value: str) -> bool:
    """A word that may name an organisation. Which may be asked or taken off is the screen's own question; asking here
    whether there is one would tell of those that hide."""
    return len(value) <= 80


@register("departing_organisation")
def departing_organisation(person: User, value: str) -> bool:
    """An organisation that the person may let leave the network."""
    try:
        return permissions.departing_organisations(person).filter(uuid=value).exists()
    except ValidationError:
        return False


@register("own_session")
def own_session(person: User, value: str) -> bool:
    return EditingSession.objects.filter(pk=number(value), user_id=person.pk).exists()


@register("page_app")
def page_app(_person: User, value: str) -> bool:
    """The name of an app that has pages; which type may stand where is Wagtail's own check on the parent."""
    return any(issubclass(model, Page) for model in apps.get_models() if model._meta.app_label == value)


@register("page_model")
def page_model(_person: User, value: str) -> bool:
    return any(issubclass(model, Page) for model in apps.get_models() if model._meta.model_name == value)


@register("word")
def word(_person: User, value: str) -> bool:
    """A short word that names no thing, such as the verb of an action."""
    return len(value) <= 60


@register("place_in_list")
def place_in_list(_person: User, value: str) -> bool:
    """How far down in a list something goes, which names no thing; no database counts further."""
    return value.isascii() and value.isdigit() and len(value) <= 6


@register("text")
def text(_person: User, _value: str) -> bool:
    """Any text, which names no thing; for what a form must have because its view fails without."""
    return True
