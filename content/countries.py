"""What countries and territories are called in the languages of the site, and to which region each belongs.

Codes are ISO 3166-1 alpha-2. The names come from Unicode CLDR; the head of countries.tsv says more.
"""

from functools import cache

from content.names import NameTable

# Names that spreadsheets use and CLDR does not.
ALIASES = {
    "Burma": "MM",
    "Cape Verde": "CV",
    "Congo-Brazzaville": "CG",
    "Congo-Kinshasa": "CD",
    "Czech Republic": "CZ",
    "Democratic Republic of Congo": "CD",
    "DR Congo": "CD",
    "DRC": "CD",
    "Great Britain": "GB",
    "Holy See": "VA",
    "Iran, Islamic Republic of": "IR",
    "Ivory Coast": "CI",
    "Kyrgyz Republic": "KG",
    "Macedonia": "MK",
    "Occupied Palestinian Territory": "PS",
    "Palestinian Territories": "PS",
    "Republic of Korea": "KR",
    "Republic of the Congo": "CG",
    "Russian Federation": "RU",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "Syrian Arab Republic": "SY",
    "The Gambia": "GM",
    "Timor Leste": "TL",
    "Turkey": "TR",
    "UK": "GB",
    "United States of America": "US",
    "USA": "US",
    "Viet Nam": "VN",
}


@cache
def _table() -> NameTable:
    return NameTable("countries.tsv", ALIASES)


def country_name(code: str, language: str | None = None) -> str:
    """The country's name in a language of the site, the active one when none is given; an unknown code as it is."""
    return _table().name(code, language)


def choices(language: str | None = None) -> list[tuple[str, str]]:
    """All (code, name), in the order of the names in that language."""
    return _table().choices(language)


def is_country(code: str) -> bool:
    return code in _table().rows


def country_code(name: str) -> str | None:
    """The code for a name in any language of the site, or for a code; None for what is no known country."""
    return _table().code(name)


def region_of(code: str) -> str | None:
    """The code of the network's region (a term of the branch `region`), None for an unknown country."""
    row = _table().rows.get(code)
    return row["region"] if row else None


def countries_of(region: str) -> list[str]:
    """The codes of the countries of one of the network's regions, in the order of their codes."""
    return [code for code, row in _table().rows.items() if row["region"] == region]
