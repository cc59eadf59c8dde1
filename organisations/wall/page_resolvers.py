"""Whose a thing is that belongs to a page, asked together with that page: two pages of one's own are not mixed."""

from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from organisations import permissions
from organisations.naming import named_on
from organisations.wall.resolvers import editable_page, number, own_page, publishable_page, register

# What Wagtail takes for a version when two are compared, beside their numbers.
WORDS_FOR_VERSIONS = frozenset({"live", "earliest", "latest"})


@register("own_task_state")
def own_task_state(person: User, value: str, page_id: str) -> bool:
    """A step of review of this very page, which the person may publish."""
    state = TaskState.objects.filter(pk=number(value), workflow_state__object_id=str(number(page_id)))
    return state.exists() and publishable_page(person, page_id)


@register("own_workflow_state")
def own_workflow_state(person: User, value: str, page_id: str) -> bool:
    """A review of this very page, which the person works on."""
    reviews = WorkflowState.objects.filter(pk=number(value), object_id=str(number(page_id)))
    return reviews.filter(base_content_type__app_label="wagtailcore").exists() and own_page(person, page_id)


@register("own_step")
def own_step(person: User, value: str, page_id: str) -> bool:
    """The step at which this very page waits for a review, which the person may decide."""
    waiting = TaskState.objects.filter(
        task_id=number(value),
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__object_id=str(number(page_id)),
    )
    return waiting.exists() and publishable_page(person, page_id)


@register("own_revision")
def own_revision(person: User, value: str, page_id: str) -> bool:
    """A version of this very page, which the person may change."""
    versions = Revision.page_revisions.filter(pk=number(value), object_id=str(number(page_id)))
    return editable_page(person, page_id) and (value in WORDS_FOR_VERSIONS or versions.exists())


@register("own_colleague")
def own_colleague(person: User, value: str, page_id: str) -> bool:
    """Somebody who is named on the screens of this page, which the person may change."""
    page = Page.objects.filter(pk=number(page_id)).first()
    return page is not None and editable_page(person, page_id) and named_on(page).filter(pk=number(value)).exists()


@register("own_guest")
def own_guest(person: User, value: str, page_id: str) -> bool:
    """A guest of this very page, which the person may publish."""
    page = Page.objects.filter(pk=number(page_id)).first()
    return page is not None and permissions.endable_guests(person, page).filter(pk=number(value)).exists()


@register("own_shared_draft")
def own_shared_draft(person: User, value: str, page_id: str) -> bool:
    """Somebody to whom the draft of this very page is shown, which the person may publish."""
    page = Page.objects.filter(pk=number(page_id)).first()
    return page is not None and permissions.endable_drafts(person, page).filter(pk=number(value)).exists()
