"""How the audience of a page or of files is set: the four answers to “who may read”."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from organisations import roles, rules
from organisations.access import recompute_access, recompute_collections
from organisations.audit import record
from organisations.groups import members_group, organisation_group, principal_of_group, restrict
from organisations.models import AccessPolicy, AuditEntry, Circle, CoOwner, Organisation

# How the log calls the two answers to the question who may read a page.
SET, KEPT = "page.audience_set", "page.audience_kept"
FILES_SET = "files.audience_set"


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
    return _audience_in(PageViewRestriction.objects.filter(page=page).first())


def _audience_in(restriction: PageViewRestriction | CollectionViewRestriction | None) -> Audience | None:
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
    was, before = audience_of(page), page_rule(page)
    for each in pages:
        PageViewRestriction.objects.filter(page=each).delete()
        if groups:
            restrict(each, groups)
    recompute_access([each.path for each in pages])
    record(
        SET,
        by=by,
        organisation=page.access.owner,
        about=page,
        audience=str(audience.kind.value),
        circle=_circle_in_log(audience),
        was=str(was.kind.value) if was else "",
        was_circle=_circle_in_log(was),
        before=before,
        after=page_rule(page),
    )


def page_rule(page: Page) -> str:
    """The rule of a page as it is now, in short; "" for everybody."""
    return AccessPolicy.objects.values_list("key", flat=True).get(pages=page.pk)


def _circle_in_log(audience: Audience | None) -> str:
    return str(audience.circle.uuid) if audience and audience.circle else ""


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
    was = files_audience_of(collection)
    CollectionViewRestriction.objects.filter(collection=collection).delete()
    if groups:
        restrict(collection, groups)
    recompute_collections([collection.path])
    record(
        FILES_SET,
        by=by,
        organisation=owner,
        about=collection,
        audience=str(audience.kind.value),
        circle=_circle_in_log(audience),
        was=str(was.kind.value) if was else "",
        was_circle=_circle_in_log(was),
    )


def files_audience_of(collection: Collection) -> Audience | None:
    """The audience that was set on this very collection; None for a restriction that is none of the four."""
    return _audience_in(CollectionViewRestriction.objects.filter(collection=collection).first())


def clause_for(audience: Audience, owners: list[Organisation]) -> rules.Clause | None:
    """Those whom a restriction for this audience allows; None for everybody, for whom none is needed.

    Raises ValidationError for "our organisation" where no organisation owns anything.
    """
    groups = _groups_for(audience, owners)
    return frozenset(principal_of_group(group) for group in groups) if groups else None


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
