"""Who may release, withdraw and bring in manuals, and open the files of their editions: nobody else's, ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from content.models import NetworkImage
from manuals import permissions
from manuals.actions.import_runs import begin_import
from manuals.models import FrozenFile, ManualImport
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.viewer import VISITOR, viewer_of
from tests.access.world import a_picture
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition, stored_image
from tests.factories.once import made_once

pytestmark = pytest.mark.django_db


def two_organisations():
    """Each with its people and a manual of which an edition is out."""
    sides = []
    for _side in range(2):
        organisation = an_organisation()
        manual = a_manual(organisation)
        a_chapter(manual)
        people = {role: a_member(organisation, role) for role in ("reader", "writer", "editor", "coordinator")}
        sides.append((organisation, manual, an_edition(manual), people))
    return sides


sides = made_once(two_organisations)

PUBLISHING = [("reader", False), ("writer", False), ("editor", True), ("coordinator", True)]


@pytest.mark.parametrize(("role", "may"), PUBLISHING)
def test_those_who_publish_release_and_withdraw_their_own_manuals_alone(sides, role, may):
    (_organisation, manual, edition, people), _theirs = sides

    found = (
        list(permissions.releasable_manuals(people[role])),
        list(permissions.withdrawable_editions(people[role])),
        list(permissions.importable_manuals(people[role])),
    )

    assert found == (([manual], [edition], [manual]) if may else ([], [], []))


def test_copy_that_follows_its_source_is_neither_released_nor_brought_in(sides):
    (_organisation, manual, _edition, people), _theirs = sides
    manual.create_alias(parent=Page.objects.get(pk=manual.get_parent().pk), update_slug="copy")

    assert list(permissions.releasable_manuals(people["editor"])) == [manual]
    assert list(permissions.importable_manuals(people["editor"])) == [manual]


def test_import_belongs_to_whoever_began_it(sides):
    (organisation, manual, _edition, people), (theirs, _manual, _other, strangers) = sides
    begun = begin_import(b"PK", organisation=organisation, by=people["editor"], language="en", manual=manual)
    begin_import(b"PK", organisation=theirs, by=strangers["editor"], language="en", manual=None)

    found = {name: list(permissions.own_imports(person)) for name, person in people.items()}

    assert found == {"reader": [], "writer": [], "editor": [begun], "coordinator": []}


@pytest.mark.parametrize(
    ("stage", "age", "may"),
    [
        (ManualImport.Stage.PREVIEWED, timedelta(hours=23), True),
        (ManualImport.Stage.PREVIEWED, timedelta(hours=25), False),
        (ManualImport.Stage.DONE, timedelta(hours=25), True),
    ],
)
def test_import_that_nobody_decided_is_gone_after_a_day(sides, stage, age, may):
    (organisation, _manual, _edition, people), _theirs = sides
    begun = begin_import(b"PK", organisation=organisation, by=people["editor"], language="en", manual=None)
    ManualImport.objects.filter(pk=begun.pk).update(stage=stage, at=timezone.now() - age)

    found = list(permissions.own_imports(people["editor"]))

    assert found == ([begun] if may else [])


def test_import_into_a_manual_of_others_is_nobodys(sides):
    (organisation, _manual, _edition, people), (_other, foreign, _their_edition, _strangers) = sides
    begin_import(b"PK", organisation=organisation, by=people["editor"], language="en", manual=foreign)

    assert list(permissions.own_imports(people["editor"])) == []


def test_list_of_imports_reads_no_bytes(sides, django_assert_num_queries):
    (organisation, manual, _edition, people), _theirs = sides
    begin_import(b"PK", organisation=organisation, by=people["editor"], language="en", manual=manual)

    [found] = permissions.own_imports(people["editor"])

    assert found.get_deferred_fields() == {"content"}
    with django_assert_num_queries(1):
        assert bytes(found.content) == b"PK"


def test_file_of_an_edition_is_for_the_readers_of_a_chapter_that_shows_it(sides):
    (organisation, _manual, _edition, people), (_other, _their_manual, _their_edition, strangers) = sides
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    manual = a_manual(organisation)
    closed = a_chapter(manual, body=[("picture", stored_image(image))])
    set_audience(Page.objects.get(pk=closed.pk), Audience(Kind.ORGANISATION), by=None)
    an_edition(manual)
    viewers = (
        VISITOR,
        viewer_of(strangers["editor"], second_factor=True),
        viewer_of(people["reader"], second_factor=True),
    )

    found = [list(permissions.readable_files(viewer)) for viewer in viewers]

    assert found == [[], [], list(FrozenFile.objects.all())]
    assert len(found[2]) == 1


def test_file_that_stands_in_two_chapters_is_listed_once(sides):
    (organisation, _manual, _edition, people), _theirs = sides
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    manual = a_manual(organisation)
    for _chapter in range(2):
        a_chapter(manual, body=[("picture", stored_image(image))])
    an_edition(manual)

    found = permissions.readable_files(viewer_of(people["reader"], second_factor=True))

    assert found.count() == 1
