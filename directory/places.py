"""How the directory is drawn as a world of squares: one for each country, outlined by the network's regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.countries import country_name, region_of
from directory.finder import Found, Option

SIDE = 30  # of a square, in the units of the drawing
Cell = tuple[int, int]  # column and row


@dataclass(frozen=True)
class Square:
    """One country: where it is drawn, and how many entries are found there; None when no entry names it."""

    code: str
    name: str
    left: int
    top: int
    count: int | None


@dataclass(frozen=True)
class Region:
    """One region of the network: how many entries work there, the countries in it that entries name, its squares, and
    its outline as the path of an SVG."""

    option: Option
    countries: Sequence[Option]
    squares: Sequence[Square]
    outline: str


@cache
def _cells() -> dict[str, Cell]:
    lines = (Path(__file__).parent / "grid.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {code: (int(column), int(row)) for code, column, row in rows}


@cache
def _of_region(region: str) -> dict[str, Cell]:
    return {code: cell for code, cell in _cells().items() if region_of(code) == region}


@cache
def _outline(region: str) -> str:
    """The sides of its squares beyond which another region or the sea begins."""
    inside = set(_of_region(region).values())
    sides = []
    for x, y in sorted(inside):
        left, top = x * SIDE, y * SIDE
        sides += [f"M{left} {top}v{SIDE}"] if (x - 1, y) not in inside else []
        sides += [f"M{left + SIDE} {top}v{SIDE}"] if (x + 1, y) not in inside else []
        sides += [f"M{left} {top}h{SIDE}"] if (x, y - 1) not in inside else []
        sides += [f"M{left} {top + SIDE}h{SIDE}"] if (x, y + 1) not in inside else []
    return "".join(sides)


def size() -> tuple[int, int]:
    """Width and height of the drawing, in its units."""
    return tuple((max(each) + 1) * SIDE for each in zip(*_cells().values(), strict=True))  # type: ignore[return-value]


def regions(found: Found) -> list[Region]:
    """The regions where somebody is found, in the order of the shared terms, each with its countries by name."""
    options = {question.name: question.options for question in found.questions}
    named = {option.code: option for option in options.get("country", ())}
    return [
        Region(
            option,
            [each for each in named.values() if region_of(each.code) == option.code],
            [_square(code, cell, named.get(code)) for code, cell in _of_region(option.code).items()],
            _outline(option.code),
        )
        for option in options.get("region", ())
    ]


def _square(code: str, cell: Cell, option: Option | None) -> Square:
    left, top = (each * SIDE for each in cell)
    return Square(code, country_name(code), left, top, option.count if option else None)
