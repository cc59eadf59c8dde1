"""What Elasticsearch is told and asked: texts without what nobody sees, telephone numbers, two actions a row."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.test import override_settings

from organisations.access import intern_policy
from organisations.rules import PUBLIC, circle_principal, rule_of
from organisations.viewer import VISITOR
from search.engines.elastic.bulk import Became, Sent, judged
from search.engines.elastic.documents import actions_of, cleaned, phones, source_of
from search.engines.elastic.mapping import FIELDS, mapping, template
from search.engines.elastic.query import numbers_in, search_in, searched_words
from search.engines.embedded.vocabulary import ExactVocabulary, IndexVocabulary
from search.ledger import put
from search.matching import Near, Question
from search.models import SearchDocument
from search.query import AuthorisedQuery, Editions
from search.registry import FACETS, Projection
from search.spelling import understand

pytestmark = pytest.mark.django_db


def a_row(**fields):
    fields = {
        "key": "thing:1", "kind": "page", "language": "en", "translation_key": "thing:1", "title": "House",
        "policy_id": intern_policy(PUBLIC).pk, "owner_id": None,
    } | fields  # fmt: skip
    put({"thing:1": [Projection(**fields)]})
    return SearchDocument.objects.get(key="thing:1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("house\u202e\u2066\ufeff", "house"),
        ("safe\u200bhouse", "safe house"),
        ("a\x00b\tc\n", "a b c "),
        ("\ud800house\udfff", "house"),
        ("مدافع", "مدافع"),
    ],
)
def test_cleaned_leaves_what_somebody_sees(text, expected):
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call +254 700 123 456 or 0700123456", ["0123456", "4700123"]),
        ("٠٧٠٠١٢٣٤٥٦", ["0123456"]),
        ("555 0143 and 12 and 2026-11-22", ["5550143", "0261122"]),
        ("no number", []),
    ],
)
def test_phones_are_the_same_however_written(text, expected):
    assert phones(text, "en") == expected


def test_source_fills_the_fields_of_its_language_only():
    row = a_row(
        language="fr", headings="Une", summary="Deux", body="Trois", dated=date(2026, 1, 2), work="manual:1",
        edition="2.0", is_current=False, facets={"need": ("lawyer",)},
    )  # fmt: skip

    made = source_of(row)

    assert made == {
        "pk": row.pk, "rev": 1, "policy": row.policy_id, "is_current": False, "kind": "page", "lang": "fr",
        "work": "manual:1", "edition": "2.0", "phones": [], "dated": "2026-01-02", "title_fr": "House",
        "headings_fr": "Une", "body_fr": "Deux Trois", "facet_need": ["lawyer"], "facet_language": ["fr"],
        "facet_type": ["page"],
    }  # fmt: skip
    assert set(made) <= set(mapping(["en", "es", "fr", "ar"]).to_dict()["properties"])


def test_each_row_sends_two_actions_with_its_revision():
    public = intern_policy(PUBLIC).pk
    row = a_row()
    shown = list(actions_of(row, public, "pub", "mem"))
    narrowed = a_row(policy_id=intern_policy(rule_of([[circle_principal(1)]])).pk)
    kept = list(actions_of(narrowed, public, "pub", "mem"))
    put({"thing:1": []})
    gone = list(actions_of(SearchDocument.objects.get(key="thing:1"), public, "pub", "mem"))

    def short(actions):
        return [(kind, told["_index"], told["version"]) for action, _ in actions for kind, told in action.items()]

    assert short(shown) == [("index", "pub", 1), ("delete", "mem", 1)]
    assert short(kept) == [("delete", "pub", 2), ("index", "mem", 2)]
    assert short(gone) == [("delete", "pub", 3), ("delete", "mem", 3)]
    assert {told["version_type"] for action, _ in gone for told in action.values()} == {"external_gte"}


@pytest.mark.parametrize(
    ("item", "became"),
    [
        (("index", {"status": 201}), Became.ACCEPTED),
        (("index", {"status": 409, "error": {"type": "version_conflict_engine_exception"}}), Became.NEWER),
        (("delete", {"status": 404, "result": "not_found"}), Became.ACCEPTED),
        (("index", {"status": 404, "error": {"type": "index_not_found_exception"}}), Became.LATER),
        (("delete", {"status": 404, "error": {"type": "index_not_found_exception"}}), Became.LATER),
        (("index", {"status": 429, "error": {"type": "es_rejected_execution_exception"}}), Became.LATER),
        (("delete", {"status": 429, "error": {"type": "cluster_block_exception"}}), Became.LATER),
        (("index", {"status": 403, "error": {"type": "cluster_block_exception"}}), Became.LATER),
        (("index", {"status": 503, "error": {"type": "unavailable_shards_exception"}}), Became.LATER),
        (("index", {"status": 400, "error": {"type": "strict_dynamic_mapping_exception"}}), Became.REFUSED),
    ],
)
def test_each_answer_is_judged(item, became):
    assert judged(item)[0] is became


def test_the_worst_of_several_answers_counts():
    sent = Sent()
    for became in (Became.ACCEPTED, Became.LATER, Became.NEWER):
        sent.hear(became, became.name)

    assert (sent.became, sent.was_accepted, sent.is_done, sent.error) == (Became.LATER, True, False, "LATER")


@override_settings(LANGUAGES=[("ja", "日本語"), ("fa", "فارسی"), ("pt-br", "Português"), ("sw", "Kiswahili")])
def test_every_language_has_its_fields_and_its_analyser():
    made = template("site")["template"]

    fields = made["mappings"]["properties"]
    used = {name: fields[f"body_{name}"]["analyzer"] for name in ("ja", "fa", "pt_br", "sw")}
    assert used == {"ja": "text_cjk", "fa": "text_fa", "pt_br": "text_pt", "sw": "std"}
    assert set(used.values()) | {"ac"} == set(made["settings"]["analysis"]["analyzer"])
    assert made["mappings"]["dynamic"] == "strict"
    assert {f"facet_{name}" for name in FACETS} <= set(fields)


def understood(text):
    return understand(text, "en", ExactVocabulary(IndexVocabulary(text, [])), 0)


def asked(text, **said):
    return searched_words(text, "en", replace(understood(text), **said)).to_dict()["bool"]["should"]


def test_a_telephone_number_is_looked_for_as_a_whole():
    words = json.dumps(asked("call +254 700 123 456 in 2026"))

    assert '"phones": ["4700123", "0123456"]' in words
    assert '"query": "call   in 2026"' in words


def test_words_of_most_documents_find_nothing_beside_others_and_count_with_them():
    alone, beside, as_few = (
        searched_words(text, "en", replace(understood(text), documents=documents, frequencies={"defend": 90})).to_dict()
        for text, documents in (("defenders", 100), ("defenders, house", 100), ("defenders, house", 40))
    )

    words = [
        one["combined_fields"]["query"].split()
        for asked in (alone, beside["bool"]["filter"][0], beside, as_few)
        for one in asked["bool"]["should"][:1]
    ]
    assert words == [["defenders"], [",", "house"], ["defenders,", "house"], ["defenders,", "house"]]
    assert ["filter" in one["bool"] for one in (alone, beside, as_few)] == [False, True, False]


def test_words_that_may_have_been_meant_weigh_less_with_each_edit_and_are_asked_of_one_field():
    near = {"huose": tuple(Near(word, "house", edits) for word, edits in (("house", 1), ("hours", 2)))}
    plain = asked("safe huose")
    *typed, meant = asked("safe huose", near=near)

    assert typed == plain
    fields = [each["bool"]["should"] for each in meant["dis_max"]["queries"]]
    words = [(name, said["query"], round(said["boost"], 2)) for one in fields[0] for name, said in one["match"].items()]
    assert words == [
        ("title_en", "house", 1.2), ("title_en.std", "house", 1.2),
        ("title_en", "hours", 0.48), ("title_en.std", "hours", 0.48),
    ]  # fmt: skip
    assert len(fields) == len(FIELDS)


def test_a_word_that_none_is_near_to_finds_nothing_else():
    assert asked("huose", near={"huose": ()}) == asked("huose")


def test_no_more_than_the_nearest_words_are_asked():
    near = {"huose": tuple(Near(f"house{number}", "house", 1) for number in range(9))}

    words = json.dumps(asked("huose", near=near))

    assert ["house3" in words, "house4" in words] == [True, False]


def test_what_a_question_asks_names_policies_language_and_what_is_kept_out():
    query = AuthorisedQuery(VISITOR, text="house", choices={"need": ("lawyer",), "type": ("page",)})

    wanted = search_in(query, "en", ["7"], rows=(0, 10), question=Question()).to_dict()
    older = numbers_in(AuthorisedQuery(VISITOR, editions=Editions.ALL), [], {"en": Question()}).to_dict()

    found = wanted["query"]["bool"]
    assert found["must_not"] == [{"ids": {"values": ["7"]}}]
    assert {"terms": {"policy": sorted(query.policies)}} in found["filter"]
    assert {"term": {"is_current": True}} in found["filter"]
    assert wanted["aggs"]["need"]["filter"] == {"bool": {"filter": [{"terms": {"facet_type": ["page"]}}]}}
    assert (wanted["from"], wanted["size"], wanted["_source"], wanted["track_total_hits"]) == (0, 10, False, True)
    assert (older["size"], '"is_current"' in json.dumps(wanted), '"is_current"' in json.dumps(older)) == (
        0,
        True,
        False,
    )
