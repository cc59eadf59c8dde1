"""What a reader gets of each block, and what search gets of it."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from content.blocks import BODY_BLOCKS, PictureChooserBlock, QuotationBlock
from content.text import headings, plain_text, text_of_rich_text
from organisations.models import OrganisationPage
from tests.content.hooks import allows_everything, forbids
from tests.content.uploads import a_document, a_network_image
from tests.factories import a_page, english_home

pytestmark = pytest.mark.django_db

UUID = "0f0f0f0f-1111-4222-8333-444444444444"


def a_body(*blocks):
    return BODY_BLOCKS.to_python([{"type": kind, "value": value, "id": UUID} for kind, value in blocks])


def shown(page):
    template = Template("{% load wagtailcore_tags %}{% include_block page.body %}")
    return " ".join(template.render(Context({"page": page})).split())


def a_page_with(*blocks):
    return a_page(english_home(), body=a_body(*blocks))


def test_heading_keeps_its_anchor_when_it_is_reworded():
    first = a_page_with(("heading", {"text": "Write it down & keep it"}))
    second = a_page_with(("heading", {"text": "Write"}))

    assert shown(first) == '<h2 id="b-0f0f0f0f">Write it down &amp; keep it</h2>'
    assert shown(second) == '<h2 id="b-0f0f0f0f">Write</h2>'


def test_block_without_id_has_no_anchor():
    page = a_page_with()
    page.body = BODY_BLOCKS.to_python([{"type": "heading", "value": {"text": "Now"}}])

    assert shown(page) == "<h2>Now</h2>"


def test_levels_follow_the_headings_above():
    warning = ("warning", {"title": "stop", "text": "<p>Why</p>"})
    page = a_page_with(warning, ("heading", {"text": "Then"}), warning)

    html = shown(page)

    assert [html.count(tag) for tag in ("<h2>Warning: stop</h2>", ">Then</h2>", "<h3>Warning: stop</h3>")] == [1, 1, 1]


def test_body_tag_starts_at_the_level_it_is_given():
    page = a_page_with(("heading", {"text": "Then"}))
    template = Template("{% load bodies %}{% body page.body level=3 %}")

    assert ">Then</h3>" in template.render(Context({"page": page}))


def test_warning_says_the_word_in_the_language_of_the_page():
    page = a_page_with(("warning", {"title": "ne répondez pas", "text": "<p>Pourquoi</p>"}))

    html = shown(page)

    assert 'class="warning"' in html
    assert '<div class="warning-sign"><svg' in html
    assert "<p>Pourquoi</p>" in html


def test_quotation_says_when_consent_was_given():
    page = a_page_with(
        (
            "quotation",
            {
                "text": "We know it\n\nby heart",
                "speaker": "N.",
                "consent_on": "2026-05-09",
                "consent_note": "initial only",
                "source": "",
            },
        ),
        (
            "quotation",
            {
                "text": "Free them",
                "speaker": "A minister",
                "consent_on": None,
                "consent_note": "",
                "source": "https://example.org/speech",
            },
        ),
        (
            "quotation",
            {"text": "Yes", "speaker": "A nurse", "consent_on": "2026-05-09", "consent_note": "", "source": ""},
        ),
    )

    html = shown(page)

    assert "<blockquote><p>We know it</p> <p>by heart</p></blockquote>" in html
    assert "9 May 2026</bdi></time>: initial only</figcaption>" in html
    assert '<a href="https://example.org/speech" rel="noreferrer">Public source</a>' in html
    assert "9 May 2026</bdi></time></figcaption>" in html


def test_quotation_needs_consent_or_a_source():
    block = QuotationBlock()
    value = block.to_python({"text": "Free them", "speaker": "N.", "consent_on": None, "source": ""})

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)

    assert list(refused.value.block_errors) == ["consent_on"]
    value["consent_on"] = datetime.date(2026, 5, 9)
    assert block.clean(value)["speaker"] == "N."


def test_checklist_is_named_by_its_title():
    page = a_page_with(
        ("checklist", {"title": "Before you go", "items": [{"type": "item", "value": "Date", "id": UUID}]})
    )
    bare = a_page_with(("checklist", {"title": "", "items": ["Date"]}))

    assert shown(page) == (
        '<p class="checks-name" id="b-0f0f0f0f">Before you go</p> '
        '<ul class="checks" role="list" aria-labelledby="b-0f0f0f0f"><li>Date</li></ul>'
    )
    assert shown(bare) == '<ul class="checks" role="list" id="b-0f0f0f0f"><li>Date</li></ul>'


def test_definition_explains_a_word():
    page = a_page_with(("definition", {"word": "Incident", "meaning": "<p>Any fact</p>"}))

    assert "<dfn>Incident</dfn></dt><dd><p>Any fact</p></dd></dl>" in shown(page)


@pytest.mark.parametrize("allowed", [True, False])
def test_picture_and_file_are_shown_where_they_may_stand(allowed):
    image, document = a_network_image(), a_document()
    page = a_page_with(
        ("picture", {"image": image.pk, "alt": "Lights", "caption": "At night"}),
        ("file", {"document": document.pk, "note": "To print"}),
    )

    with allows_everything() if allowed else forbids(image, document):
        html = shown(page)

    assert ("<img" in html, "At night" in html, document.url in html, "To print" in html) == (allowed,) * 4


@pytest.mark.parametrize(
    ("size", "shown_size", "widths"), [((64, 48), (64, 48), [64]), ((1200, 600), (960, 480), [480, 960])]
)
def test_picture_comes_small_and_as_webp(size, shown_size, widths):
    image = a_network_image(size=size)
    page = a_page_with(("picture", {"image": image.pk, "alt": "Lights", "caption": ""}))

    with allows_everything():
        html = shown(page)

    assert 'alt="Lights"' in html
    assert 'loading="lazy"' in html
    assert f'width="{shown_size[0]}"' in html
    assert f'height="{shown_size[1]}"' in html
    assert sorted(rendition.width for rendition in image.renditions.all()) == widths
    assert {rendition.file.name[-5:] for rendition in image.renditions.all()} == {".webp"}


def test_picture_whose_file_is_lost_leaves_the_page_standing():
    image = a_network_image()
    page = a_page_with(("picture", {"image": image.pk, "alt": "Lights", "caption": "At night"}))
    image.file.storage.delete(image.file.name)

    with allows_everything():
        html = shown(page)

    assert "<img" not in html
    assert "At night" in html


def test_picture_without_a_page_is_left_out():
    image = a_network_image()
    page = a_page_with(("picture", {"image": image.pk, "alt": "Lights", "caption": ""}))

    with allows_everything():
        html = Template("{% load wagtailcore_tags %}{% include_block body %}").render(Context({"body": page.body}))

    assert "<img" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_cost_the_same_however_many(count, django_assert_num_queries):
    images = [a_network_image(f"Picture {number}") for number in range(count)]
    page = a_page_with(*(("picture", {"image": image.pk, "alt": "", "caption": ""}) for image in images))
    with allows_everything():
        shown(page)
        again = type(page).objects.get(pk=page.pk)

        # The pictures, and their sizes.
        with django_assert_num_queries(2):
            html = shown(again)

    assert html.count("<img") == count


def test_picture_block_is_known_to_migrations_as_a_picture():
    assert PictureChooserBlock().deconstruct()[0] == "wagtail.images.blocks.ImageChooserBlock"


# -- Words for search ----------------------------------------------------------------------------------------------


def test_plain_text_has_the_words_of_every_block_and_no_markup():
    page = a_page_with(
        ("heading", {"text": "Write it down"}),
        ("paragraph", {"text": '<p>One &amp; two<br/>three</p><ul><li><a linktype="page" id="1">four</a></li></ul>'}),
        ("picture", {"image": 99999, "alt": "A door", "caption": "At night"}),
        (
            "quotation",
            {"text": "By heart", "speaker": "N.", "consent_on": "2026-05-09", "consent_note": "", "source": ""},
        ),
        ("warning", {"title": "stop", "text": "<p>Why</p>"}),
        ("checklist", {"title": "Before", "items": [{"type": "item", "value": "Date", "id": UUID}, "Place"]}),
        ("definition", {"word": "Incident", "meaning": "<p>Any fact</p>"}),
        ("file", {"document": 99999, "note": "To print"}),
    )

    assert plain_text(page).split("\n") == [
        "Write it down",
        "One & two",
        "three",
        "four",
        "A door",
        "At night",
        "By heart",
        "N.",
        "stop",
        "Why",
        "Before",
        "Date",
        "Place",
        "Incident",
        "Any fact",
        "To print",
    ]
    assert plain_text(page.body) == plain_text(page)
    assert headings(page) == headings(page.body) == ["Write it down", "stop", "Before", "Incident"]


def test_plain_text_of_nothing_is_nothing():
    assert (plain_text(None), headings(None), text_of_rich_text("")) == ("", [], "")


def test_text_of_rich_text_keeps_paragraphs_apart():
    assert text_of_rich_text("<p>a</p><p>b\xa0 c</p>") == "a\nb c"


def test_text_of_a_page_without_a_body_is_nothing():
    workspace = OrganisationPage(title="Casa Faro")

    assert (plain_text(workspace), headings(workspace)) == ("", [])


def test_words_need_no_query(django_assert_num_queries):
    page = a_page_with(("picture", {"image": a_network_image().pk, "alt": "A door", "caption": ""}))
    page = type(page).objects.get(pk=page.pk)

    with django_assert_num_queries(0), translation.override("fr"):
        words = plain_text(page)

    assert words == "A door"
