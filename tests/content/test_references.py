"""What a page names, wherever in it, saved or not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.forms import ClusterForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page, Workflow, WorkflowTask

from content.forms import NetworkPageForm
from content.references import (
    DOCUMENT,
    IMAGE,
    OWNED,
    PAGE,
    Reference,
    _of_body,
    check_references,
    references_in_form,
    references_of,
)
from content.terms import Term
from content.text import plain_text
from home.models import HomePage, ReferencePage
from organisations.models import OrganisationPage, OwnersApproval
from tests.content.hooks import only_hook, refuses
from tests.content.test_blocks import a_body
from tests.content.uploads import a_network_image
from tests.factories import a_page, a_person, an_organisation, english_home, workspace_of

pytestmark = pytest.mark.django_db

LINKS = (
    '<p><a linktype="page" id="11">a</a> <a linktype="document" id="22">b</a> <embed embedtype="image" id="33"/></p>'
)
NAMED = {Reference(PAGE, 11), Reference(DOCUMENT, 22), Reference(IMAGE, 33)}


class Corner(StructBlock):
    picture = ImageBlock(required=False)
    words = RichTextBlock()


class Everything(StreamBlock):
    corners = ListBlock(Corner())
    plain_list = ListBlock(ImageChooserBlock())
    inner = StreamBlock([("page", PageChooserBlock()), ("words", RichTextBlock())])
    table = TypedTableBlock([("words", RichTextBlock()), ("page", PageChooserBlock())])
    picture = ImageBlock()
    text = CharBlock()


def named_in(*blocks) -> set:
    value = Everything().to_python([{"type": kind, "value": value, "id": "1"} for kind, value in blocks])
    return {one for one in _of_body(value) if one}


def test_body_is_read_to_its_last_corner():
    picture = {"image": 33, "decorative": False, "alt_text": ""}

    named = named_in(
        ("corners", [{"type": "item", "id": "a", "value": {"picture": picture, "words": LINKS}}]),
        ("plain_list", [44, {"type": "item", "id": "b", "value": 45}]),
        (
            "inner",
            [
                {"type": "page", "id": "c", "value": 55},
                {"type": "words", "id": "d", "value": LINKS},
                {"type": "gone", "id": "e", "value": 99},
            ],
        ),
        ("picture", picture | {"image": 66}),
        ("text", "<a linktype='page' id='77'>"),
        ("corners", [{"type": "item", "id": "f", "value": {"picture": None, "words": "<p></p>"}}]),
        ("gone", 99),
    )

    assert named == NAMED | {Reference(IMAGE, 44), Reference(IMAGE, 45), Reference(PAGE, 55), Reference(IMAGE, 66)}


def test_body_asks_a_block_that_keeps_its_children_in_its_own_way():
    page, image = english_home(), a_network_image()
    columns = [{"type": "words", "heading": "a"}, {"type": "page", "heading": "b"}]

    named = named_in(
        ("table", {"columns": columns, "rows": [{"values": ['<a linktype="page" id="11">a</a>', page.pk]}]}),
        ("picture", image.pk),
    )

    assert named == {Reference(PAGE, 11), Reference(PAGE, page.pk), Reference(IMAGE, image.pk)}


@pytest.mark.parametrize(
    "words",
    [
        '<a linktype="page">a</a>',
        '<a linktype="page" id="">a</a>',
        '<a linktype="page" id="x1">a</a>',
        '<a linktype="unknown" id="1">a</a>',
        '<embed embedtype="image"/>',
        '<a href="https://example.org">a</a>',
        "",
    ],
)
def test_rich_text_that_names_nothing(words):
    assert named_in(("corners", [{"type": "item", "id": "a", "value": {"picture": None, "words": words}}])) == set()


def test_page_that_is_not_saved_names_what_it_will():
    page = ReferencePage(title="New", body=a_body(("paragraph", {"text": LINKS}), ("picture", {"image": 44})))
    page.terms = [Term.objects.get(branch="need", code="lawyer")]

    assert references_of(page) == NAMED | {Reference(IMAGE, 44)}


def test_front_page_names_the_page_of_its_foreign_key():
    target = a_page(english_home())
    front = HomePage(title="Front", safety_page=target)

    assert Reference(PAGE, target.pk) in references_of(front)
    assert references_of(front, fields=["signs"]) == frozenset()
    assert references_of(front, only=frozenset({IMAGE})) == frozenset()


def test_revision_names_what_it_had_and_the_page_what_it_has():
    page = a_page(english_home(), body=a_body(("picture", {"image": 44})))
    page.body = a_body(("picture", {"image": 55}))
    page.save_revision()

    assert references_of(type(page).objects.get(pk=page.pk)) == {Reference(IMAGE, 44)}
    assert references_of(page.get_latest_revision_as_object()) == {Reference(IMAGE, 55)}


def test_page_of_an_organisation_names_its_owner_and_nothing_of_wagtail():
    workspace = OrganisationPage.objects.get(pk=workspace_of(an_organisation()).pk)

    named = references_of(workspace)

    assert Reference("organisations.Organisation", workspace.organisation_id) in named
    assert {one.model for one in named} & {"wagtailcore.Locale", "contenttypes.ContentType", "accounts.User"} == set()


def test_children_that_are_edited_with_it_name_things_too():
    workflow = Workflow(name="Approval")
    workflow.workflow_tasks = [WorkflowTask(task=OwnersApproval.objects.get())]

    named = references_of(workflow)

    assert named == {Reference("wagtailcore.Task", OwnersApproval.objects.get().pk)}
    assert references_of(workflow, fields=["name"]) == references_of(workflow, only=OWNED) == frozenset()


def test_rows_of_a_form_name_things_too():
    class WorkflowForm(ClusterForm):
        class Meta:
            model = Workflow
            fields = ("name",)
            formsets = {"workflow_tasks": {"fields": ["task"]}}

    task = str(OwnersApproval.objects.get().pk)
    form = WorkflowForm(
        {
            "name": "Approval",
            "workflow_tasks-TOTAL_FORMS": "3",
            "workflow_tasks-INITIAL_FORMS": "0",
            "workflow_tasks-0-task": task,
            "workflow_tasks-1-task": "x",
            "workflow_tasks-2-task": task,
            "workflow_tasks-2-DELETE": "on",
        }
    )
    form.is_valid()

    assert references_in_form(form) == {"workflow_tasks": {Reference("wagtailcore.Task", int(task))}}


@isolate_apps("content")
def test_rich_text_of_a_model_is_read_for_names_and_words():
    class Note(models.Model):
        words = RichTextField()

        class Meta:
            app_label = "content"

    note = Note(words=LINKS)

    assert references_of(note) == NAMED
    assert plain_text(note) == "a b"


def test_references_cost_no_query(django_assert_num_queries):
    page = a_page(english_home(), body=a_body(("paragraph", {"text": LINKS})))
    page = type(page).objects.get(pk=page.pk)

    with django_assert_num_queries(0):
        named = references_of(page, only=OWNED)

    assert named == NAMED


def test_reference_to_a_page_of_any_kind_is_one():
    page = a_page(english_home())

    assert Reference.to(ReferencePage, page.pk) == Reference.to(Page, str(page.pk)) == Reference(PAGE, page.pk)
    assert Reference.to(Page, None) is None


# -- Asking ---------------------------------------------------------------------------------------------------------


def test_check_references_hands_over_all_that_is_known():
    heard = []
    person, parent = a_person(), english_home()
    page = ReferencePage(title="New", body=a_body(("picture", {"image": 44})))

    def hear(instance, references, *, by, parent):
        heard.append((instance, references, by, parent))

    with only_hook("check_references", hear):
        check_references(page, by=person, parent=parent)
        check_references(page, references=frozenset())

    assert heard == [(page, frozenset({Reference(IMAGE, 44)}), person, parent)]


def test_check_references_refuses_as_the_hook_does():
    image = a_network_image()
    page = ReferencePage(title="New", body=a_body(("picture", {"image": image.pk})))

    with refuses(image), pytest.raises(ValidationError, match="not yours"):
        check_references(page)


def form_of(page, **data):
    kind = type(page).get_edit_handler().get_form_class()
    blank = {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "comment_notifications": "",
        "body-count": "0",
        "sources-count": "0",
        "signs-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return kind({**blank, **data}, instance=page, parent_page=page.get_parent(), for_user=a_person(is_superuser=True))


def a_picture_in_the_body(image):
    return {
        "body-count": "1",
        "body-0-type": "picture",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value-image": str(image.pk),
        "body-0-value-alt": "A",
        "body-0-value-caption": "",
    }


@pytest.mark.parametrize("refused", [True, False])
def test_form_names_the_field_that_names_too_much(refused):
    page, image = a_page(english_home()), a_network_image()
    form = form_of(page, **a_picture_in_the_body(image))
    assert isinstance(form, NetworkPageForm)

    with refuses(image if refused else english_home()):
        errors = form.errors.as_data()

    # The picture is left out, so that it is missing as well: both stand in the one error that is shown of a body.
    told = {name: each.non_block_errors.data[0].messages for name, (each,) in errors.items()}
    assert told == ({"body": ["That is not yours."]} if refused else {})


def test_form_asks_once_when_nothing_is_wrong():
    asked = []
    page, image = a_page(english_home()), a_network_image()
    form = form_of(page, **a_picture_in_the_body(image))

    with only_hook("check_references", lambda instance, references, *, by, parent: asked.append((references, parent))):
        assert form.is_valid(), form.errors

    assert asked == [(frozenset({Reference(IMAGE, image.pk)}), page.get_parent())]


def test_form_names_a_foreign_key_too():
    target = a_page(english_home())
    form = form_of(english_home(), safety_page=str(target.pk))

    with refuses(target):
        assert list(form.errors) == ["safety_page"]


def test_form_says_it_all_together_when_only_the_whole_is_refused():
    page, image = a_page(english_home()), a_network_image()
    form = form_of(page, **a_picture_in_the_body(image))
    times = []

    def refuse_the_first_time(instance, references, *, by, parent):
        times.append(references)
        if len(times) == 1:
            raise ValidationError("Too much together.")

    with only_hook("check_references", refuse_the_first_time):
        errors = form.non_field_errors()

    assert list(errors) == ["Too much together."]


def test_form_tells_of_its_rows_at_the_top():
    page, image = a_page(english_home()), a_network_image()
    form = form_of(page)
    assert form.is_valid(), form.errors

    with refuses(image):
        form._check_field("rows", frozenset({Reference(IMAGE, image.pk)}))

    assert list(form.non_field_errors()) == ["That is not yours."]


def test_every_page_of_this_site_has_the_form():
    assert issubclass(NetworkPageForm, WagtailAdminPageForm)
    assert {kind.base_form_class for kind in (HomePage, ReferencePage, OrganisationPage)} == {NetworkPageForm}
