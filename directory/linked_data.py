"""How machines read an entry: schema.org JSON-LD made of the public, voted content alone."""

import json

from django.utils.safestring import SafeString, mark_safe

from content.countries import country_name
from directory.models import ContactKind
from directory.public import PublicEntry

# What would end the script element or begin another, written so that JSON reads the same.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def linked_data(entry: PublicEntry, url: str) -> SafeString:
    """The JSON of a `<script type="application/ld+json">`: data, which no browser runs.

    Arguments: url, the absolute address of the entry's page.
    """
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": str(entry.name),
        "alternateName": str(entry.acronym),
        "description": str(entry.opening),
        "url": [way.value for way in entry.ways if way.kind == ContactKind.WEBSITE],
        "email": [way.value for way in entry.ways if way.kind in (ContactKind.EMAIL, ContactKind.OPENPGP)],
        "telephone": [way.value for way in entry.ways if way.kind == ContactKind.PHONE],
        "knowsLanguage": entry.languages,
        "areaServed": [country_name(code, "en") for code in entry.countries],
    }
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - every character that HTML could read is escaped above
