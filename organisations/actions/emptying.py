"""How every word of a page is taken out of the database, with all that Wagtail keeps beside the page itself."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from modelsearch.index import remove_object
from wagtail.admin.models import EditingSession, FormState
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState

from organisations.models import Organisation

# What hangs on a page and is no content of it: who may read it, and who owns it.
KEPT_RELATIONS = frozenset({"view_restrictions", "co_owners"})


def title_without_words(page: Page) -> str:
    """What a page is called when nothing of it is left, in its own language."""
    with translation.override(page.locale.language_code):
        return _("Withdrawn for safety")


def empty_page(page: Page) -> None:
    """Leave of a page, which is of its specific type, where it stands, who owns it and who may read it: no word of its
    own, no version, no review, no comment, no history of Wagtail's, no form that somebody left open."""
    title = title_without_words(page)
    _forget_what_is_kept_beside(page)
    for field in page._meta.concrete_fields:
        if field.model is not Page and not _is_kept(field):
            setattr(page, field.attname, _nothing_for(field))
    for many in page._meta.many_to_many:
        if isinstance(many, ParentalManyToManyField):
            setattr(page, many.name, [])
    for relation in get_all_child_relations(type(page)):
        if relation.get_accessor_name() not in KEPT_RELATIONS:
            getattr(page, relation.get_accessor_name()).set([])
    page.title = page.draft_title = title
    page.seo_title = page.search_description = ""
    page.show_in_menus = page.has_unpublished_changes = False
    page.go_live_at = page.expire_at = page.latest_revision = page.live_revision = None
    # Who locked it is nobody: see organisations.page_rights.
    page.locked, page.locked_by, page.locked_at = True, None, None
    page.save(clean=False)


def _is_kept(field: Field) -> bool:
    """Whether this column says no word of the page: its row above, whose workspace it is, where it is found."""
    if field.primary_key or field.unique or getattr(field.remote_field, "parent_link", False):
        return True
    return field.is_relation and not field.null


def _nothing_for(field: Field) -> Any:
    if isinstance(field, StreamField):
        return field.to_python("[]")
    return None if field.null else field.get_default()


def _forget_what_is_kept_beside(page: Page) -> None:
    of_page = {"content_type__in": _content_types(page), "object_id": str(page.pk)}
    FormState.objects.filter(**of_page).delete()
    EditingSession.objects.filter(**of_page).delete()
    WorkflowState.objects.for_instance(page).delete()
    Revision.objects.for_instance(page).delete()
    PageLogEntry.objects.filter(page_id=page.pk).delete()
    ReferenceIndex.remove_for_object(page)
    # The screens' own search is told by a task, which may come late.
    remove_object(page)


def _content_types(page: Page) -> list[ContentType]:
    return [ContentType.objects.get_for_model(Page), ContentType.objects.get_for_model(page)]


def forget_titles_in_histories(pages: QuerySet[Page], owners: QuerySet[Organisation], titles: frozenset[str]) -> None:
    """Take the titles that these pages had out of the history of their owners' other pages, also of deleted ones:
    it tells of copies, moves and new names.

    Arguments: titles, all that these pages had in any version.
    """
    ids = frozenset(pages.values_list("pk", flat=True))
    words = {page.pk: title_without_words(page) for page in pages}
    instead = next(iter(words.values()))
    near = Q(page__access__owner__in=owners) | Q(page__access=None)
    entries = PageLogEntry.objects.filter(near).exclude(page_id__in=ids)
    entries.filter(label__in=titles).exclude(page__title__in=titles).update(label=instead)
    for entry in entries.exclude(data={}).iterator():
        data = _without(entry.data, ids, titles, instead)
        if data != entry.data:
            PageLogEntry.objects.filter(pk=entry.pk).update(data=data)


def _without(data: Any, ids: frozenset[int], titles: frozenset[str], instead: str) -> Any:
    if isinstance(data, dict):
        named = {"title": instead} if data.get("id") in ids and "title" in data else {}
        return {name: _without(value, ids, titles, instead) for name, value in data.items()} | named
    return instead if isinstance(data, str) and data in titles else data


def titles_of(pages: QuerySet[Page]) -> frozenset[str]:
    """Every title that these pages have, or had in any version."""
    found = {title for page in pages for title in (page.title, page.draft_title)}
    for page in pages:
        found |= {str(each.content.get("title", "")) for each in Revision.objects.for_instance(page).iterator()}
        found |= {each.object_str for each in Revision.objects.for_instance(page)}
    return frozenset(found - {""})
