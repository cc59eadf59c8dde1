"""How frozen texts follow who may read the pages they came from: they can only become narrower."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from content.page_cache import forget_kept_pages
from manuals.models import ChapterPage, FrozenChapter, FrozenManual, ManualPage
from organisations import rules
from organisations.access import intern_policy
from organisations.models import AccessPolicy
from search.actions import refresh


@transaction.atomic
def follow_pages(pages: Iterable[int]) -> None:
    """Work out anew who may read what was released from these pages: whoever could then and may read the page now.

    Arguments: pages, ids of pages of any type. All languages of a page have the same rule.
    """
    keys = dict(
        Page.objects.filter(pk__in=list(pages), access__isnull=False).values_list("translation_key", "access__policy")
    )
    manuals = FrozenManual.objects.filter(
        Q(edition__work__key__in=list(keys)) | Q(chapters__key__in=list(keys))
    ).select_related("edition__work")
    pages_now = _pages_now(manuals)
    changed: list[FrozenChapter] = []
    works: set[int] = set()
    for manual in manuals.distinct():
        if _narrow(manual, pages_now.get(manual.edition.work.key)):
            works.add(manual.edition.work_id)
        # Of what a chapter stands in, in its edition: its page may be gone, or stand elsewhere now.
        policies = {"": manual.policy_id}
        for chapter in manual.chapters.defer("blocks").order_by("order"):
            if _narrow(chapter, pages_now.get(chapter.key), policies[chapter.path.rpartition("/")[0]]):
                changed.append(chapter)
            policies[chapter.path] = chapter.policy_id
    if works or changed:
        forget_kept_pages()
        # Which edition is the current one depends on who may read the others.
        others = FrozenChapter.objects.filter(manual__edition__work__in=works).only("pk")
        refresh(*changed, *others)


def _pages_now(manuals: QuerySet[FrozenManual]) -> dict[object, int]:
    """Who may read the pages that these were released from, by their key: those of them that still exist."""
    works = manuals.values("edition__work__key")
    chapters = FrozenChapter.objects.filter(manual__in=manuals.values("pk")).values("key")
    pages = Page.objects.filter(Q(translation_key__in=works) | Q(translation_key__in=chapters), access__isnull=False)
    return dict(pages.values_list("translation_key", "access__policy"))


def _narrow(frozen: FrozenManual | FrozenChapter, page_policy: int | None, above: int | None = None) -> bool:
    """Write down who may read this now. Whether that is different from before.

    Arguments: page_policy, None when the page is gone: then its last one counts; above, of what it stands in.
    """
    before = (frozen.page_policy_id, frozen.policy_id)
    frozen.page_policy_id = page_policy or frozen.page_policy_id
    policies = {frozen.frozen_policy_id, frozen.page_policy_id, above or frozen.page_policy_id}
    frozen.policy_id = policies.pop() if len(policies) == 1 else strictest(*policies).pk
    if before != (frozen.page_policy_id, frozen.policy_id):
        frozen.save(update_fields=["page_policy", "policy"])
    return before[1] != frozen.policy_id


def strictest(*policies: int) -> AccessPolicy:
    """The policy of those who satisfy all of these."""
    stored = AccessPolicy.objects.filter(pk__in=policies).values_list("rule", flat=True)
    return intern_policy(rules.rule_of(clause for rule in stored for clause in rule))


def working_pages(pages: Iterable[int]) -> list[int]:
    """Those of these pages on which manuals are written."""
    ids = list(pages)
    found = set(ManualPage.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return sorted(found | set(ChapterPage.objects.filter(pk__in=ids).values_list("pk", flat=True)))
