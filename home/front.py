"""Where the front page leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from wagtail.blocks import StructValue

from home.addresses import part_address
from home.models import HomePage

FOUND = "found"  # the place in the directory's list where what was found begins
Link = tuple[str, str]  # words and address


@dataclass(frozen=True)
class FrontLinks:
    """Where the front page leads: its signs, the page about safer use and the page that says more about the network,
    each None where there is none to read."""

    signs: list[Link]
    safety: Link | None
    about: Link | None


def chosen_pages(front: HomePage) -> set[int]:
    """The ids of the pages that a front page leads to; whether somebody may read them is another question."""
    signs = {sign.value["page"].pk for sign in front.signs if sign.value["page"]}
    return signs | ({front.safety_page_id, front.about_page_id} - {None})


def front_links(front: HomePage, readable: Mapping[int, Link]) -> FrontLinks:
    """The links of a front page, without those to pages that whoever asks may not read.

    Arguments: readable, those of the chosen pages that they may read, by id.
    """
    signs = ((sign.value["words"], _address(sign.value, readable)) for sign in front.signs)
    return FrontLinks(
        signs=[(words, there) for words, there in signs if there],
        safety=readable.get(front.safety_page_id),
        about=readable.get(front.about_page_id),
    )


def _address(sign: StructValue, readable: Mapping[int, Link]) -> str:
    if sign["page"]:
        return readable.get(sign["page"].pk, ("", ""))[1]
    directory = part_address("directory")
    asked = urlencode([tuple(value.split(":", 1)) for value in sign["filters"]])
    return f"{directory}?{asked}#{FOUND}" if asked else directory
