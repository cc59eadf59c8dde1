"""What can happen in a small network: each step is one thing that somebody does, drawn by Hypothesis."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from content.models import NetworkDocument
from content.terms import Term
from home.models import ReferencePage
from organisations import actions
from organisations.actions import Audience
from organisations.actions.audiences import Kind
from organisations.models import Circle, CircleMembership, Membership, Organisation
from tests import factories

# Their first letters differ, and those of all words around them: none is ever taken for a misspelt other one.
WORDS = ("kilimo", "vostok", "xylem")
LANGUAGES = ("fr", "ar")
number = st.integers(0, 20)
a_word = st.sampled_from(WORDS)
words = st.lists(a_word, min_size=1, max_size=2, unique=True)
anything = st.booleans()

A_STEP = st.one_of(
    st.tuples(st.just("add"), number, words, anything),
    st.tuples(
        st.just("restrict"), number, st.sampled_from(["public", "members", "own", "circle", "other", "password"])
    ),
    st.tuples(
        st.just("restrict"), number, st.sampled_from(["public", "members", "own", "circle", "other", "password"])
    ),
    st.tuples(st.just("move"), number, number),
    st.tuples(st.just("copy"), number, number, anything),
    st.tuples(st.just("translate"), number, st.sampled_from(LANGUAGES), anything),
    st.tuples(st.just("alias"), number, number, anything),
    st.tuples(st.just("unpublish"), number),
    st.tuples(st.just("publish"), number, words),
    st.tuples(st.just("draft"), number, words),
    st.tuples(st.just("rename"), number),
    st.tuples(st.just("delete"), number),
    st.tuples(st.just("file"), number, words),
    st.tuples(st.just("file"), number, words),
    st.tuples(st.just("keep_files"), number, st.sampled_from(["public", "members", "own"])),
    st.tuples(st.just("drop_file"), number),
    st.tuples(st.just("end"), number, anything),
    st.tuples(st.just("suspend"), number),
)
STEPS = st.lists(A_STEP, min_size=3, max_size=10)


@dataclass
class World:
    """A network of two organisations and two circles, made once; what the steps do is undone after each world."""

    organisations: list[Organisation]
    circles: list[Circle]
    people: dict[str, User]
    serial: int = 0
    files: list[int] = field(default_factory=list)

    @classmethod
    def make(cls) -> "World":
        one = factories.an_organisation("Alpha Organisation", acronym="ALO", country="KE")
        two = factories.an_organisation("Beta Organisation", country="CO")
        people = {
            "reader of one": factories.a_member(one),
            "reader of two": factories.a_member(two),
            "member of both circles": factories.a_member(two),
            "in a circle only": factories.a_person(),
            "vetter": factories.an_appointed("vetter", one),
            "secretariat": factories.an_appointed("secretariat"),
        }
        circles = [
            factories.a_circle(people["member of both circles"], people["in a circle only"]),
            factories.a_circle(people["member of both circles"], needs_second_factor=False),
        ]
        world = cls([one, two], circles, people)
        for which, found in enumerate(WORDS[:2]):
            _add(world, which, [found], True)
            _add(world, 2 + which, [*WORDS[2:], found], True)
        return world

    def slug(self) -> str:
        self.serial += 1
        return f"p{self.serial}"

    def pages(self) -> list[Page]:
        """All pages of the workspaces, in one order."""
        roots = [page.path for one in self.organisations for page in one.workspaces.order_by("pk")]
        pages = Page.objects.order_by("pk")
        return [page.specific for page in pages if any(page.path.startswith(root) for root in roots)]

    def page(self, which: int) -> Page:
        pages = self.pages()
        return pages[which % len(pages)]


def take(world: World, step: tuple) -> None:
    """Do one thing, with everything that happens after a commit. What the site would not allow is left out."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        globals()[f"_{step[0]}"](world, *step[1:])


def _body(found: list[str]) -> list[tuple[str, object]]:
    return [("paragraph", {"text": f"<p>About <b>{' and '.join(found)}</b> &amp; &lt;more&gt;.</p>"})] if found else []


def _add(world: World, parent: int, found: list[str], live: bool) -> None:
    above = world.page(parent)
    title = f"Page <{world.slug()}> {' '.join(found[:1])}"
    page = ReferencePage(
        title=title, slug=world.slug(), live=live, locale=above.locale, body=_body(found), summary=" ".join(found[1:])
    )
    page.terms = Term.objects.filter(branch="concern", code__in=["labour", "peace"][: len(found)])
    above.add_child(instance=page)
    page.save_revision()


def _restrict(world: World, which: int, audience: str) -> None:
    page = world.page(which)
    if audience == "password":
        PageViewRestriction.objects.filter(page=page).delete()
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="shared")
        return
    chosen = {
        "public": Audience(Kind.PUBLIC),
        "members": Audience(Kind.MEMBERS),
        "own": Audience(Kind.ORGANISATION),
        "circle": Audience(Kind.CIRCLE, world.circles[0]),
        "other": Audience(Kind.CIRCLE, world.circles[1]),
    }
    actions.set_audience(page, chosen[audience], by=None)


def _is_workspace(page: Page) -> bool:
    return not isinstance(page, ReferencePage)


def _move(world: World, which: int, target: int) -> None:
    page, above = world.page(which), world.page(target)
    if not _is_workspace(page) and not above.path.startswith(page.path) and page.locale == above.locale:
        page.move(above, pos="last-child")


def _copy(world: World, which: int, target: int, recursive: bool) -> None:
    page, above = world.page(which), world.page(target)
    if not _is_workspace(page) and not above.path.startswith(page.path) and page.locale == above.locale:
        page.copy(to=above, recursive=recursive, update_attrs={"slug": world.slug()}, keep_live=True)


def _translate(world: World, which: int, language: str, live: bool) -> None:
    page, locale = world.page(which), factories.a_locale(language)
    if page.has_translation(locale) or page.locale == locale or page.alias_of_id:
        return
    if _is_workspace(page):
        actions.translate_workspace(page.organisation, locale, by=None)
        return
    translation = page.copy_for_translation(locale, copy_parents=True)
    if live:
        translation.save_revision().publish()


def _alias(world: World, which: int, target: int, recursive: bool) -> None:
    page, above = world.page(which), world.page(target)
    if not _is_workspace(page) and not above.path.startswith(page.path):
        page.create_alias(parent=above, update_slug=world.slug(), update_locale=above.locale, recursive=recursive)


def _unpublish(world: World, which: int) -> None:
    world.page(which).unpublish()


def _publish(world: World, which: int, found: list[str]) -> None:
    page = world.page(which)
    if page.alias_of_id is None:
        page.body = _body(found)
        page.save_revision().publish()


def _draft(world: World, which: int, found: list[str]) -> None:
    page = world.page(which)
    if page.alias_of_id is None:
        page.body = _body(found)
        page.title = f"Draft {' '.join(found)}"
        page.save_revision()


def _rename(world: World, which: int) -> None:
    page = world.page(which)
    page.slug = world.slug()
    page.save()


def _delete(world: World, which: int) -> None:
    page = world.page(which)
    if not _is_workspace(page):
        page.delete()


def _collections(world: World) -> list:
    return [
        collection
        for one in Organisation.objects.order_by("pk").filter(pk__in=[each.pk for each in world.organisations])
        for collection in (one.public_files, one.members_files, one.own_files)
    ]


def _file(world: World, where: int, found: list[str]) -> None:
    collections = _collections(world)
    file = NetworkDocument(
        title=f"File <{world.slug()}>", collection=collections[where % len(collections)], text=" ".join(found)
    )
    file.save()
    world.files.append(file.pk)


def _keep_files(world: World, where: int, audience: str) -> None:
    collections = _collections(world)
    chosen = {"public": Kind.PUBLIC, "members": Kind.MEMBERS, "own": Kind.ORGANISATION}
    actions.set_files_audience(collections[where % len(collections)], Audience(chosen[audience]), by=None)


def _drop_file(world: World, which: int) -> None:
    files = NetworkDocument.objects.filter(pk__in=world.files).order_by("pk")
    if files:
        files[which % len(files)].delete()


def _end(world: World, which: int, by_date: bool) -> None:
    """A membership or a place in a circle ends: by an action, or only because its last day is over."""
    rows = [*Membership.objects.order_by("pk"), *CircleMembership.objects.order_by("pk")]
    row = rows[which % len(rows)]
    if by_date:
        type(row).objects.filter(pk=row.pk).update(until=timezone.localdate() - timedelta(days=1))
    elif isinstance(row, Membership):
        actions.end_membership(row, by=None)
    else:
        actions.end_circle_membership(row, by=None)


def _suspend(world: World, which: int) -> None:
    organisation = world.organisations[which % len(world.organisations)]
    by = world.people["secretariat"]
    if Organisation.objects.get(pk=organisation.pk).is_active:
        actions.suspend_organisation(organisation, by=by)
    else:
        actions.reinstate_organisation(organisation, by=by)
