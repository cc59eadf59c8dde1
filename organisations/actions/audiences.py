"""How the audience of a page or of files is set: the four answers to “who may read”."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from organisations import roles
from organisations.access import recompute_access, recompute_collections
from organisations.audit import record
from organisations.groups import members_group, organisation_group, restrict
from organisations.models import AuditEntry, Circle, CoOwner, Organisation

# How the log calls the two answers to the question who may read a page.
SET, KEPT = "page.audience_set", "page.audience_kept"


class Kind(models.TextChoices):
    PUBLIC = "public", gettext_lazy("Everybody")
    MEMBERS = "members", gettext_lazy("Members of the network")
    ORGANISATION = "organisation", gettext_lazy("Our organisation")
    CIRCLE = "circle", gettext_lazy("A circle")


@dataclass(frozen=True)
class Audience:
    """Who may read. circle is set for Kind.CIRCLE and for nothing else."""

    kind: Kind
    circle: Circle | None = None

    def __post_init__(self) -> None:
        if (self.kind == Kind.CIRCLE) != (self.circle is not None):
            raise ValidationError(_("Name the circle that may read this."))


def owners_of(page: Page) -> list[Organisation]:
    """The organisations that own a page: that of its workspace, then those that agreed to own it or a page above."""
    owners = [page.access.owner] if page.access.owner else []
    above = [*page.get_ancestors(inclusive=True).values_list("pk", flat=True)]
    shared = CoOwner.objects.filter(page__in=above, agreed_at__isnull=False).select_related("organisation")
    return owners + [row.organisation for row in shared if row.organisation not in owners]


def audience_of(page: Page) -> Audience | None:
    """The audience that was set on this very page; None for a restriction that is none of the four."""
    restriction = PageViewRestriction.objects.filter(page=page).first()
    if restriction is None:
        return Audience(Kind.PUBLIC)
    groups = list(restriction.groups.select_related("circle", "organisation_group"))
    if len(groups) == 1 and hasattr(groups[0], "circle"):
        return Audience(Kind.CIRCLE, groups[0].circle)
    if len(groups) == 1 and groups[0].name == roles.MEMBERS_GROUP:
        return Audience(Kind.MEMBERS)
    if groups and all(getattr(getattr(g, "organisation_group", None), "role", "") == roles.PEOPLE for g in groups):
        return Audience(Kind.ORGANISATION)
    return None


@transaction.atomic
def set_audience(page: Page, audience: Audience, *, by: User | None) -> None:
    """Say who may read a page and what stands below it, in all its languages.

    The audience is set on every translation, so that each language shows the same in the editor. Restrictions of
    pages above still count: this can only narrow what they allow.
    Raises ValidationError for "our organisation" on a page that no organisation owns.
    """
    pages = list(Page.objects.select_for_update().filter(translation_key=page.translation_key))
    groups = _groups_for(audience, owners_of(page) if audience.kind == Kind.ORGANISATION else [])
    for each in pages:
        PageViewRestriction.objects.filter(page=each).delete()
        if groups:
            restrict(each, groups)
    recompute_access([each.path for each in pages])
    circle = str(audience.circle.uuid) if audience.circle else ""
    record(
        SET,
        by=by,
        organisation=page.access.owner,
        about=page,
        audience=str(audience.kind.value),
        circle=circle,
    )


def keep_audience(page: Page, *, by: User | None) -> None:
    """Answer “who may read this?” with those whom the page names already."""
    record(KEPT, by=by, organisation=page.access.owner, about=page)


def is_answered(page: Page) -> bool:
    """Whether anybody ever said who may read this page, in whichever language. Asked of the log: what stands on a new
    page by itself is no answer."""
    languages = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    answers = AuditEntry.objects.filter(action__in=(SET, KEPT), object_type=Page._meta.label_lower)
    return answers.filter(object_id__in=[str(pk) for pk in languages]).exists()


@transaction.atomic
def set_files_audience(collection: Collection, audience: Audience, *, by: User | None) -> None:
    """Say who may read the pictures and files of a collection."""
    owner = collection.access.owner
    groups = _groups_for(audience, [owner] if owner else [])
    CollectionViewRestriction.objects.filter(collection=collection).delete()
    if groups:
        restrict(collection, groups)
    recompute_collections([collection.path])
    record("files.audience_set", by=by, organisation=owner, about=collection, audience=str(audience.kind.value))


def _groups_for(audience: Audience, owners: list[Organisation]) -> list:
    if audience.kind == Kind.PUBLIC:
        return []
    if audience.kind == Kind.MEMBERS:
        return [members_group()]
    if audience.circle is not None:
        return [audience.circle.group]
    if not owners:
        raise ValidationError(_("No organisation owns this page, so it cannot be kept to one."))
    return [organisation_group(owner, roles.PEOPLE) for owner in owners]
