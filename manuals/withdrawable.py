"""The editions that somebody may take back, as the screen lists them on which all is found that may be withdrawn."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from content.languages import best_of_each
from manuals.permissions import withdrawable_texts


def editions_to_withdraw(person: User, words: str, at_most: int) -> tuple[str, list[tuple[str, str]]]:
    """What they are called, and for each of the newest its title with its number and the address of its screen.

    Arguments: words, a part of a title, a number, or an address in which the manual is named; at_most, how many.
    """
    said = Q(title__icontains=words) | Q(edition__number=words) | Q(edition__work__slug__in=words.split("/"))
    texts = withdrawable_texts(person).filter(said)
    code = get_language() or ""
    best = best_of_each(
        texts.select_related("edition"), code, code=lambda text: text.language, key=lambda text: text.edition_id
    )
    newest = sorted(best, key=lambda text: (text.edition.released_on, text.edition_id), reverse=True)[:at_most]
    return _("Editions of manuals"), [
        (f"{text.title} {text.edition.number}", reverse("manuals_admin:withdraw", args=[text.edition_id]))
        for text in newest
    ]
