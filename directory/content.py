"""What an entry says to the public, as plain data, and the digest by which a vote is bound to a change."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db.models import Q, Value

from directory.models import RANK, ContactMethod, Entry, RestrictedContact
from directory.translation import CONTACT_TEXTS, ENTRY_TEXTS

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TERM_FIELDS = ("services", "threats", "served", "professions", "not_served", "regions")
PLAIN_FIELDS = (
    "slug", "kind", "level", "worldwide", "countries", "languages", "always_open", "time_zone", "first_reply_hours",
    "availability", "urgent_appeals", "filing_languages", "trigger", "anonymous", "source", "source_id", "licence",
)  # fmt: skip
CONTACT_FIELDS = ("kind", "value", "fingerprint", "plain_reason")

Content = dict[str, Any]


def is_called(words: str) -> Q:
    """The condition on an entry that these words are a part of its name in some language, its address or its number in
    the source from which it came."""
    called = Q(slug__icontains=words.rstrip("/").rsplit("/", 1)[-1]) | Q(source_id=words)
    for language in LANGUAGES:
        called |= Q(**{f"name_{language}__icontains": words})
    return called


def content_of(entry: Entry) -> Content:
    """The whole public content of a proposal: what stands on the page, in exports and in search when it is voted.

    Contact methods that are still to be checked, and those that are kept back, are not in it. Texts are by language,
    without the empty ones; terms are codes; contact methods stand safest first.
    """
    return {
        "uuid": str(entry.uuid),
        **{field: getattr(entry, field) for field in PLAIN_FIELDS},
        **{field: texts_of(entry, field) for field in ENTRY_TEXTS},
        **_terms(entry),
        "organisation": str(entry.organisation.uuid) if entry.organisation else "",
        "hosted_by": str(entry.hosted_by.uuid) if entry.hosted_by else "",
        "contacts": [contact_content(each) for each in in_order(entry.contacts.all()) if not each.to_be_checked],
    }


def _terms(entry: Entry) -> dict[str, list[str]]:
    """The codes of the shared terms by column, all of them in one query."""
    rows = [
        getattr(Entry, field).through.objects.filter(entry=entry.pk).values_list(Value(field), "term__code")
        for field in TERM_FIELDS
    ]
    codes: dict[str, list[str]] = {field: [] for field in TERM_FIELDS}
    for field, code in rows[0].union(*rows[1:]):
        codes[field].append(code)
    return {field: sorted(found) for field, found in codes.items()}


def texts_of(thing: Entry | ContactMethod, field: str) -> dict[str, str]:
    """The text of one translated column by language, without the empty ones."""
    texts = {language: getattr(thing, f"{field}_{language}") for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def contact_content(contact: ContactMethod) -> Content:
    """What the public sees of one contact method."""
    return {
        "uuid": str(contact.uuid),
        **{field: getattr(contact, field) for field in CONTACT_FIELDS},
        **{field: texts_of(contact, field) for field in CONTACT_TEXTS},
        "checked_on": contact.checked_on.isoformat() if contact.checked_on else "",
    }


def in_order(contacts) -> list[ContactMethod]:
    """Contact methods safest first, then as the editor put them."""
    return sorted(contacts, key=lambda contact: (RANK[contact.kind], contact.position, contact.pk))


# -- Digests -------------------------------------------------------------------------------------------------------


def digest_of(data: Any) -> str:
    """SHA-256 over the data written in one way only: canonical JSON."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def restricted_seal(contacts: list[RestrictedContact]) -> str:
    """One word for all restricted contact methods of a proposal, made with a key, so that nobody can try numbers."""
    rows = sorted(
        [str(contact.uuid), contact.audience, contact.kind, str(contact.checked_on or ""), repr(contact.secret)]
        for contact in contacts
    )
    canonical = json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(settings.AUDIT_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


def difference_digest(*, before: str, content: Content, seal: str, number: int) -> str:
    """The digest of a whole difference, to which votes are bound: from what is listed (its digest, empty for nothing)
    to this content and these restricted contact methods, in the round of vetting with this number."""
    return digest_of({"before": before, "content": content, "restricted": seal, "round": number})


def proposal_digest(entry: Entry) -> str:
    """The digest on which a vote cast now would count."""
    return difference_digest(
        before=entry.listed_digest,
        content=content_of(entry),
        seal=restricted_seal(_proposed(entry)),
        number=entry.round,
    )


def _proposed(entry: Entry) -> list[RestrictedContact]:
    return list(entry.restricted_contacts.filter(proposed=True))


def restricted_seal_of(entry: Entry) -> str:
    """The seal of the restricted contact methods that the proposal holds."""
    return restricted_seal(_proposed(entry))
