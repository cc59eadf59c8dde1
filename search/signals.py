"""Where the ledger hears, in the same transaction, that something to be found has changed."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, post_page_move

from content.erasing import erased
from content.models import NetworkDocument
from organisations.access import access_changed
from organisations.models import Organisation
from search.actions import forget_page, refresh, refresh_pages, reindex_subtree
from search.engines import embedded_engine

# Columns that tell of drafts, locks and approvals: nothing that can be found is in them.
OF_EDITORS_ONLY = frozenset({
    "draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "locked", "locked_at",
    "locked_by", "comments", "latest_revision_id", "live_revision", "path", "numchild", "depth",
})  # fmt: skip


@receiver(post_save)
def page_saved(sender: type, instance: object, raw: bool = False, update_fields=None, **_kwargs: object) -> None:
    """New, published, unpublished, copied, translated and aliased pages all end in a save."""
    if raw or not isinstance(instance, Page):
        return
    if update_fields is not None and OF_EDITORS_ONLY.issuperset(update_fields):
        return
    refresh_pages([instance.pk])


@receiver(m2m_changed)
def terms_changed(instance: object, action: str, **_kwargs: object) -> None:
    """A page's terms are written after the page itself."""
    if action.startswith("post_") and isinstance(instance, Page):
        refresh_pages([instance.pk])


@receiver(page_published)
def published(instance: Page, **_kwargs: object) -> None:
    """What hangs on a page is written after the page itself; once it is published, all of it is."""
    refresh_pages([instance.pk])


@receiver(post_page_move)
def page_moved(instance: Page, **_kwargs: object) -> None:
    """All addresses below change with a move, by an update that sends no signal."""
    reindex_subtree(Page.objects.get(pk=instance.pk).path)


@receiver(page_slug_changed)
def page_renamed(instance: Page, **_kwargs: object) -> None:
    """All addresses below change with a slug, by an update that sends no signal; Wagtail tells after the commit."""
    reindex_subtree(instance.path)


@receiver(post_delete)
def page_deleted(sender: type, instance: object, **_kwargs: object) -> None:
    if isinstance(instance, Page):
        forget_page(instance.pk)


@receiver(access_changed)
def readers_changed(pages: list[int], collections: list[int], **_kwargs: object) -> None:
    """Who may read pages or files, or whether they are published, has changed."""
    refresh_pages(pages)
    if collections:
        refresh(*NetworkDocument.objects.filter(collection__in=collections).only("pk"))


@receiver([post_save, post_delete], sender=NetworkDocument)
def document_changed(instance: NetworkDocument, raw: bool = False, **_kwargs: object) -> None:
    if not raw:
        refresh(instance)


@receiver(post_save, sender=Organisation)
def organisation_changed(instance: Organisation, raw: bool = False, **_kwargs: object) -> None:
    """An organisation's acronym and country stand in no page."""
    if not raw:
        refresh_pages(instance.workspaces.values_list("pk", flat=True))


@receiver(post_save, sender=Site)
def site_changed(instance: Site, raw: bool = False, **_kwargs: object) -> None:
    """Where the tree begins for visitors decides the address of every page."""
    if not raw:
        Site.clear_site_root_paths_cache()
        for root in instance.root_page.get_translations(inclusive=True):
            reindex_subtree(root.path)


@receiver(erased)
def words_erased(**_kwargs: object) -> None:
    """An index keeps the words of what was taken out until it is put in order."""
    embedded_engine().put_in_order()
