"""What Wagtail's screens leave to wish, and static/css/admin.css mends."""

import pytest

from organisations import roles
from tests.factories import a_member, a_page, an_appointed, an_organisation, workspace_of

TITLE = "Women who keep lists of the missing"
# How far the first letter of the title stands inside the box that cuts it off, in pixels; less than 0 is out of it.
BEGINNING = """() => {
    const header = document.querySelector(".w-breadcrumbs"), title = [...header.querySelectorAll("li a")].at(-1)
    const letter = document.createRange(), words = title.firstChild
    const first = words.data.search(/\\S/)
    letter.setStart(words, first)
    letter.setEnd(words, first + 1)
    return [words.data.trim(), letter.getBoundingClientRect().left - header.getBoundingClientRect().left]
}"""

# Whether what is clicked at the left end of a link is the link.
IS_ON_TOP = """link => {
    const at = link.getBoundingClientRect()
    return document.elementFromPoint(at.left + 5, at.top + 5) === link
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_long_title_in_latin_letters_begins_where_it_is_seen_in_arabic(visit, width):
    organisation = an_organisation()
    editor = a_member(organisation, roles.EDITOR, language="ar")
    written = a_page(workspace_of(organisation), TITLE)

    page = visit(f"/admin/pages/{written.pk}/edit/", by=editor, width=width)

    assert page.locator("html").get_attribute("dir") == "rtl"
    words, inside = page.evaluate(BEGINNING)
    assert words == TITLE
    assert inside >= 0


def test_words_of_the_menu_are_not_cut(visit):
    editor = a_member(an_organisation(), roles.EDITOR, language="ar")

    page = visit("/admin/", by=editor)

    labels = page.locator(".sidebar-menu-item__link .menuitem-label")
    labels.first.wait_for()
    assert labels.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length") == 0
    assert "السحب حفاظاً على السلامة" in labels.all_inner_texts()


def test_menu_lies_on_nothing_without_script(visit):
    page = visit("/admin/organisations/", by=an_appointed("secretariat"), width=320, script=False)

    assert page.get_by_role("link", name="Open an organisation").evaluate(IS_ON_TOP)
