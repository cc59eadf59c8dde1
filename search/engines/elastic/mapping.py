"""Which fields an index of Elasticsearch has, and how their texts are cut into words."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Boolean, Date, Integer, Keyword, Long, Mapping, Text
from elasticsearch.dsl.analysis import analyzer, token_filter

from search.analysis import base_language
from search.registry import FACETS

FIELDS = ("title", "headings", "body")
KEPT = "1h"  # how long a deletion is remembered, so that a late older write does not undo it

PAIRED = frozenset({"zh", "ja", "ko"})
STEMMERS = {
    "en": "english", "ar": "arabic", "es": "light_spanish", "fr": "light_french", "pt": "light_portuguese",
    "ru": "light_russian",
}  # fmt: skip
STOPPED = {
    "en": "_english_", "ar": "_arabic_", "es": "_spanish_", "fr": "_french_", "pt": "_portuguese_",
    "ru": "_russian_", "fa": "_persian_",
}  # fmt: skip
ARABIC_LETTERS = frozenset({"ar", "fa"})
FRENCH_ARTICLES = "l m t qu n s j d c jusqu quoiqu lorsqu puisqu".split()

STD = analyzer(
    "std",
    tokenizer="standard",
    filter=["lowercase", "decimal_digit", "arabic_normalization", "persian_normalization", "asciifolding"],
)
AUTOCOMPLETE = analyzer(
    "ac",
    tokenizer="standard",
    filter=[*STD.filter, token_filter("ac_pieces", "edge_ngram", min_gram=2, max_gram=15)],
)


def text_analyzer(language: str) -> Any:
    """How texts of a language, given by its base code, are cut and stemmed; one that is not known here only folded."""
    if language in PAIRED:
        return analyzer("text_cjk", tokenizer="standard", filter=["cjk_width", "lowercase", "cjk_bigram"])
    if language not in STOPPED:
        return STD
    filters: list[Any] = []
    if language == "fr":
        filters.append(token_filter("french_elision", "elision", articles=FRENCH_ARTICLES, articles_case=True))
    stopped = token_filter(f"stop_{language}", "stop", stopwords=STOPPED[language])
    filters += ["lowercase", "decimal_digit", stopped]
    if language in ARABIC_LETTERS:
        filters.append("arabic_normalization")
    if language == "fa":
        filters.append("persian_normalization")
    filters.append("asciifolding")
    if language in STEMMERS:
        filters.append(token_filter(f"stemmer_{language}", "stemmer", language=STEMMERS[language]))
    return analyzer(f"text_{language}", tokenizer="standard", filter=filters)


def suffix(code: str) -> str:
    """What the fields of a language end with."""
    return code.replace("-", "_").lower()


def mapping(languages: Iterable[str]) -> Mapping:
    """The fields of an index for these languages; what is not among them is refused."""
    made = Mapping()
    made.meta("dynamic", "strict")
    for name, field in _plain_fields():
        made.field(name, field)
    for code in languages:
        own = text_analyzer(base_language(code))
        for name in FIELDS:
            twins: dict[str, Any] = {"std": Text(analyzer=STD)}
            if name == "title":
                twins["ac"] = Text(analyzer=AUTOCOMPLETE, search_analyzer=STD)
            made.field(f"{name}_{suffix(code)}", Text(analyzer=own, fields=twins))
    return made


def _plain_fields() -> Iterable[tuple[str, Any]]:
    yield "pk", Long()
    yield "rev", Long()
    yield "policy", Integer()
    yield "is_current", Boolean()
    yield "dated", Date()
    for name in ("kind", "lang", "work", "edition", "phones"):
        yield name, Keyword()
    for name in FACETS:
        yield facet_field(name), Keyword()


def facet_field(name: str) -> str:
    """The field with the values of a facet."""
    return f"facet_{name}"


def template(prefix: str) -> dict[str, Any]:
    """The composable template of every index whose name begins with the prefix.

    `allow_auto_create` is what keeps a late deletion from making an index that was removed.
    """
    fields = mapping(dict(settings.LANGUAGES))
    return {
        "index_patterns": [f"{prefix}-*"],
        "priority": 500,
        "allow_auto_create": False,
        "template": {
            "settings": {
                "number_of_shards": 1,
                "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
                "refresh_interval": "1s",
                "gc_deletes": KEPT,
                # What was taken out leaves the disk when it is asked to, however little it is.
                "merge.policy.expunge_deletes_allowed": 0,
                "soft_deletes.retention_lease.period": "1m",
                "analysis": fields._collect_analysis(),
            },
            "mappings": fields.to_dict(),
        },
    }
