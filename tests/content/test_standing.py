"""What of all that a page names is shown on it, and where its links lead."""

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.rich_text import RichText, expand_db_html

from content.models import NetworkDocument, NetworkImage
from content.references import PAGE, Reference
from content.rich_text import shown_on
from content.standing import address_of, allow_references, allowed_references, may_stand_on
from tests.content.hooks import allows_everything, forbids, only_hook
from tests.content.test_blocks import a_body
from tests.content.uploads import a_document, a_network_image
from tests.factories import a_locale, a_page, english_home

pytestmark = pytest.mark.django_db


def link(thing, words="words"):
    kind = "document" if isinstance(thing, NetworkDocument) else "page"
    return f'<a linktype="{kind}" id="{thing.pk}">{words}</a>'


def a_page_that_says(text: str, *more):
    page = a_page(english_home(), body=a_body(("paragraph", {"text": text}), *more))
    return type(page).objects.get(pk=page.pk)


def shown(page):
    template = Template("{% load bodies %}{% for block in page.body %}{% rich block.value.text %}{% endfor %}")
    return template.render(Context({"page": page}))


@pytest.mark.parametrize("allowed", [True, False])
def test_link_that_may_not_stand_there_leaves_its_words(allowed):
    target, document = a_page(english_home()), a_document()
    page = a_page_that_says(f"<p>{link(target, 'one <b>two</b>')} {link(document, 'three')}</p>")

    with allows_everything() if allowed else forbids(target, document):
        html = shown(page)

    if allowed:
        assert html == f'<p><a href="{target.url}">one <b>two</b></a> <a href="{document.url}">three</a></p>'
    else:
        assert html == "<p>one <b>two</b> three</p>"


@pytest.mark.parametrize("words", ['<a linktype="page" id="999999">a</a>', '<a linktype="page">a</a>'])
def test_link_to_nothing_leaves_its_words(words):
    with allows_everything():
        assert shown(a_page_that_says(f"<p>{words}</p>")) == "<p>a</p>"


def test_link_to_a_draft_leaves_its_words():
    draft = a_page(english_home(), live=False)

    with allows_everything():
        assert shown(a_page_that_says(link(draft))) == "words"


def test_link_out_does_not_say_where_its_reader_came_from():
    out, mail = '<a href="https://example.org/?a=1&amp;b=2">out</a>', '<a href="mailto:a@example.org">mail</a>'

    html = shown(a_page_that_says(out + mail))

    assert html == '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">out</a>' + mail


def test_link_leads_to_the_version_in_the_language_being_shown():
    target = a_page(english_home())
    french = target.copy_for_translation(a_locale("fr"), copy_parents=True)
    page = a_page_that_says(link(target))

    with allows_everything():
        with translation.override("fr"):
            before = shown(page)
        french.save_revision().publish()
        with translation.override("fr"):
            after = shown(type(page).objects.get(pk=page.pk))
        with translation.override("es"):
            elsewhere = shown(page)

    assert [target.url in html for html in (before, after, elsewhere)] == [True, False, True]
    assert french.url in after


def test_version_that_may_not_stand_there_is_not_linked():
    target = a_page(english_home())
    french = target.copy_for_translation(a_locale("fr"), copy_parents=True)
    french.save_revision().publish()
    page = a_page_that_says(link(target))

    with forbids(french), translation.override("fr"):
        html = shown(page)

    assert html == f'<a href="{target.url}">words</a>'


@pytest.mark.parametrize("allowed", [True, False])
def test_picture_inside_rich_text_is_shown_where_it_may_stand(allowed):
    image = a_network_image()
    page = a_page_that_says(
        f'<embed embedtype="image" id="{image.pk}" format="fullwidth" alt="A"/>'
        '<embed embedtype="image" format="fullwidth"/>'
    )

    with allows_everything() if allowed else forbids(image):
        html = shown(page)

    assert html.count("<img") == int(allowed)


def test_rich_text_without_a_page_has_no_links():
    target, image = a_page(english_home()), a_network_image()
    text = f'<p>{link(target)} <embed embedtype="image" id="{image.pk}" format="fullwidth" alt="A"/></p>'

    with allows_everything():
        stock, ours = expand_db_html(text), shown_on(text, None)
        tag = Template("{% load bodies %}{% rich text %}{% rich nothing %}").render(
            Context({"text": RichText(text), "page": "not a page"})
        )

    assert (stock, ours, tag) == ("<p><a>words</a> </p>", "<p>words </p>", "<p>words </p>")


def test_page_shows_only_what_it_names_itself():
    image, other = a_network_image(), a_network_image()
    page = a_page(english_home(), body=a_body(("picture", {"image": image.pk})))

    with allows_everything():
        answers = [may_stand_on(thing, page) for thing in (image, other, None, "image")]

    assert answers == [True, False, False, False]
    assert may_stand_on(image, None) is False


def test_nothing_is_asked_for_a_page_that_names_nothing():
    page = a_page(english_home())

    with only_hook("visible_references", lambda wanted: pytest.fail("asked")):
        assert allowed_references(page) == frozenset()


def test_hooks_together_allow_only_what_each_allows():
    first, second = a_network_image(), a_network_image()
    page = a_page(
        english_home(),
        body=a_body(("picture", {"image": first.pk}), ("picture", {"image": second.pk})),
    )
    much = frozenset({Reference(PAGE, english_home().pk), Reference.to(NetworkImage, first.pk)})

    with only_hook("visible_references", lambda wanted: [much for _one in wanted]):
        assert allowed_references(page) == {Reference.to(NetworkImage, first.pk)}


@pytest.mark.parametrize("count", [1, 3])
def test_links_and_files_of_a_page_cost_the_same_however_many(count, django_assert_num_queries):
    targets = [a_page(english_home()) for _number in range(count)]
    documents = [a_document() for _number in range(count)]
    page = a_page_that_says("".join(map(link, [*targets, *documents])))
    with allows_everything():
        shown(page)
        page = type(page).objects.get(pk=page.pk)

        # The linked pages, and the files.
        with django_assert_num_queries(2):
            html = shown(page)

    assert html.count("<a href") == 2 * count


def test_links_to_pages_with_addresses_of_their_own_cost_one_query_more(django_assert_num_queries, monkeypatch):
    targets = [a_page(english_home()) for _number in range(2)]
    page = a_page_that_says("".join(map(link, targets)))
    monkeypatch.setattr(type(page), "get_url_parts", lambda self, request=None: (1, "", f"/own/{self.slug}/"))

    with allows_everything(), django_assert_num_queries(3):
        html = shown(page)

    assert html == "".join(f'<a href="/own/{target.slug}/">words</a>' for target in targets)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_once_for_all_its_rows(count, django_assert_num_queries):
    image = a_network_image()
    pages = [a_page(english_home(), body=a_body(("picture", {"image": image.pk}))) for _row in range(count)]
    asked = []

    def hear(wanted):
        asked.append(len(wanted))
        return [references for _instance, references in wanted]

    with only_hook("visible_references", hear), django_assert_num_queries(0):
        allow_references(pages, fields=["body"])
        answers = [may_stand_on(image, page) for page in pages]

    assert answers == [True] * count
    assert asked == [count]


def test_list_that_reads_other_fields_shows_no_picture_of_the_body():
    image = a_network_image()
    page = a_page(english_home(), body=a_body(("picture", {"image": image.pk})))

    with allows_everything():
        allow_references([page], fields=["sources"])
        assert may_stand_on(image, page) is False


def test_address_of_what_is_not_there_is_none():
    page = a_page(english_home())

    assert address_of(Reference(PAGE, 999_999), page) is None


def test_link_that_was_taken_out_of_a_form_leaves_its_words():
    text = '<p>Read <a href="">how to travel</a> and <a href="https://example.org/">more</a>.</p>'

    assert shown_on(text, english_home()) == (
        '<p>Read how to travel and <a href="https://example.org/" rel="noreferrer">more</a>.</p>'
    )
