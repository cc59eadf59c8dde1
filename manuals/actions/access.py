"""How frozen texts follow who may read the pages they came from: they can only become narrower."""

from collections.abc import Iterable

from django.db import transaction
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
    manuals = FrozenManual.objects.filter(edition__work__key__in=list(keys)).select_related("edition__work")
    narrowed = [manual for manual in manuals if _narrow(manual, keys[manual.edition.work.key])]
    chapters = [
        chapter for chapter in FrozenChapter.objects.filter(key__in=list(keys)) if _narrow(chapter, keys[chapter.key])
    ]
    if narrowed or chapters:
        forget_kept_pages()
        refresh(*chapters)


def _narrow(frozen: FrozenManual | FrozenChapter, page_policy: int) -> bool:
    """Write down who may read this now. Whether that is different from before."""
    policy = strictest(frozen.frozen_policy_id, page_policy)
    if policy.pk == frozen.policy_id:
        return False
    frozen.policy = policy
    frozen.save(update_fields=["policy"])
    return True


def strictest(*policies: int) -> AccessPolicy:
    """The policy of those who satisfy all of these."""
    stored = AccessPolicy.objects.filter(pk__in=policies).values_list("rule", flat=True)
    return intern_policy(rules.rule_of(clause for rule in stored for clause in rule))


def working_pages(pages: Iterable[int]) -> list[int]:
    """Those of these pages on which manuals are written."""
    ids = list(pages)
    found = set(ManualPage.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return sorted(found | set(ChapterPage.objects.filter(pk__in=ids).values_list("pk", flat=True)))
