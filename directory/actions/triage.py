"""How the triage comes to be: a draft below each front page, because nobody adds the network's own pages by hand."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from directory.models import TriagePage
from organisations.audit import record

SLUG = "help"
FRONT_DEPTH = 2  # the root of all pages is 1


@transaction.atomic
def start_triage() -> list[str]:
    """Make an empty draft in every language that has none. Returns the codes of those languages."""
    return list(_make({code: {} for code, _name in settings.LANGUAGES}))


@transaction.atomic
def write_triage(said: Mapping[str, Mapping[str, Any]]) -> dict[str, TriagePage]:
    """Make the triage and publish it, in those of these languages that have none.

    Arguments: said, for each language the fields of its page: title, summary and steps.
    Raises ValidationError for a circle or a dead end.
    """
    pages = _make(said)
    for page in pages.values():
        page.save_revision().publish()
    return {language: TriagePage.objects.get(pk=page.pk) for language, page in pages.items()}


def _make(said: Mapping[str, Mapping[str, Any]]) -> dict[str, TriagePage]:
    there = TriagePage.objects.values_list("locale__language_code", "translation_key")
    languages, keys = dict(there), {key for _language, key in there}
    key = next(iter(keys), uuid.uuid4())
    made = {}
    for language, fields in said.items():
        if language not in languages:
            made[language] = _draft(language, key, fields)
    return made


def _draft(language: str, key: uuid.UUID, fields: Mapping[str, Any]) -> TriagePage:
    locale = Locale.objects.get(language_code=language)
    front = Page.objects.get(depth=FRONT_DEPTH, locale=locale, alias_of=None)
    with translation.override(language):
        words = {"title": _("What is happening to you?"), **fields}
    page = TriagePage(**words, slug=SLUG, locale=locale, translation_key=key, live=False)
    front.add_child(instance=page)
    record("page.created", by=None, about=page)
    return page
