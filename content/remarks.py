"""Remarks on a page and the answers to them, as the editor's form sends them."""

import re
from typing import Any

from wagtail.models import Comment, CommentReply, Page

from content.references import LARGEST_KEY, NO_ROW

ID = re.compile(r"comments-\d+-(replies-\d+-)?id")


def only_own_remarks(sent: Any, page: Page | None) -> Any:
    """What was sent, in which a remark or an answer that stands on another page is one that never was.

    Wagtail takes the id of any row there is: it saves the form where one exists and refuses it where none does, which
    tells the two apart.
    """
    named = {name: _number(sent[name]) for name in sent or () if ID.fullmatch(name) and sent[name]}
    if not named or page is None:
        return sent
    numbers = set(named.values())
    remarks = set(Comment.objects.filter(page=page.pk, pk__in=numbers).values_list("pk", flat=True))
    answers = set(CommentReply.objects.filter(comment__page=page.pk, pk__in=numbers).values_list("pk", flat=True))
    kept = sent.copy()
    for name, number in named.items():
        if number not in (answers if "-replies-" in name else remarks):
            kept[name] = str(NO_ROW)
    return kept


def _number(sent: Any) -> int:
    try:
        number = int(sent)
    except (TypeError, ValueError):
        return NO_ROW
    return number if 0 < number <= LARGEST_KEY else NO_ROW
