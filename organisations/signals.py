"""Where Wagtail tells us, and only through signals, that who may read has changed."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
)
from wagtail.signals import copy_for_translation_done, page_published, page_slug_changed, post_page_move

from content.page_cache import forget_kept_pages
from content.tree import path_and_above
from organisations.access import access_changed, recompute_access, recompute_collections
from organisations.actions.co_owners import carry_co_owners
from organisations.actions.media import settle_files
from organisations.actions.withdrawal import end_withdrawal
from organisations.audit import record
from organisations.models import PageAccess, WithdrawnPage
from organisations.publishing import NOTED, owner_of
from organisations.withdrawn import is_closed


@receiver(post_save)
def page_saved(sender: type, instance: object, raw: bool = False, **_kwargs: object) -> None:
    """New, published, unpublished, copied, translated, aliased and moved pages all end in a save."""
    if raw or not isinstance(instance, Page):
        return
    forget_kept_pages()
    recompute_access([instance.path] if _is_new_or_different(instance) else [])


def _is_new_or_different(page: Page) -> bool:
    """Whether what a page hands down may have changed: it is new, or was published or unpublished, or moved.

    A move is told by its own signal as well; here it is seen when the row says published and the tree does not.
    """
    access = PageAccess.objects.filter(page_id=page.pk).first()
    if access is None:
        return True
    above = Page.objects.filter(path__in=path_and_above(page.path))
    is_live = all(above.values_list("live", flat=True))
    return access.published != (is_live and not WithdrawnPage.objects.filter(page_id=page.pk).exists())


@receiver(post_page_move)
def page_moved(instance: Page, **_kwargs: object) -> None:
    recompute_access([instance.path])
    forget_kept_pages()


@receiver(copy_for_translation_done)
def page_translated(source_obj: object, target_obj: object, **_kwargs: object) -> None:
    if isinstance(source_obj, Page):
        carry_co_owners(source_obj, target_obj)


@receiver(page_slug_changed)
def page_renamed(**_kwargs: object) -> None:
    forget_kept_pages()


@receiver(post_delete)
def page_deleted(sender: type, instance: object, **_kwargs: object) -> None:
    if isinstance(instance, Page):
        forget_kept_pages()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(
    instance: PageViewRestriction, raw: bool = False, origin: object = None, **_kwargs: object
) -> None:
    # One that goes together with its page needs no answer: half of the page is gone already.
    if not raw and not issubclass(getattr(origin, "model", type(origin)), Page):
        _recompute_page(instance.page_id)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def restricted_groups_changed(instance: object, action: str, **_kwargs: object) -> None:
    # A restriction is saved before it has groups; until they arrive it allows nobody.
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _recompute_page(instance.page_id)


@receiver(post_save, sender=PageLogEntry)
def page_history_written(instance: PageLogEntry, created: bool, raw: bool = False, **_kwargs: object) -> None:
    """What Wagtail notes in a page's history, and could be made to forget, stands in the audit log as well."""
    what = NOTED.get(instance.action)
    if what is None or not created or raw:
        return
    record(what, by=instance.user, organisation=owner_of(instance.page_id), about=instance.page)


@receiver(access_changed)
def readers_changed(pages: list[int], **_kwargs: object) -> None:
    """Pictures and files follow the pages they stand on, in the same transaction."""
    settle_files(pages)


@receiver(pre_save, sender=Revision)
def version_kept(instance: Revision, raw: bool = False, **_kwargs: object) -> None:
    """An editor that is open somewhere, or saves at this moment, brings nothing back of what is withdrawn."""
    if raw or instance.pk or not isinstance(instance.content_object, Page):
        return
    if connection.in_atomic_block:
        list(Page.objects.select_for_update().filter(pk=instance.object_id).values_list("pk"))
    if is_closed(instance.content_object):
        raise PermissionDenied


@receiver(page_published)
def page_content_published(instance: Page, alias: bool = False, **_kwargs: object) -> None:
    end_withdrawal(instance)
    settle_files([instance.pk])
    if alias:
        # What is published with the page it repeats stands in no history.
        record(
            "page.published", by=None, organisation=owner_of(instance.pk), about=instance, repeats=instance.alias_of_id
        )


def _recompute_page(page_id: int) -> None:
    recompute_access(Page.objects.filter(pk=page_id).values_list("path", flat=True))


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def collection_restriction_changed(
    instance: CollectionViewRestriction, raw: bool = False, origin: object = None, **_kwargs: object
) -> None:
    if not raw and not issubclass(getattr(origin, "model", type(origin)), Collection):
        _recompute_collection(instance.collection_id)


@receiver(m2m_changed, sender=CollectionViewRestriction.groups.through)
def collection_groups_changed(instance: object, action: str, **_kwargs: object) -> None:
    if action.startswith("post_") and isinstance(instance, CollectionViewRestriction):
        _recompute_collection(instance.collection_id)


@receiver(post_save, sender=Collection)
def collection_saved(instance: Collection, raw: bool = False, **_kwargs: object) -> None:
    if not raw:
        recompute_collections([instance.path])


def _recompute_collection(collection_id: int) -> None:
    recompute_collections(Collection.objects.filter(pk=collection_id).values_list("path", flat=True))
