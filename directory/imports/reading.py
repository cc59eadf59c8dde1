"""How a file becomes rows: what makes it no table of this mapping refuses it as a whole, naming the place."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from directory.imports.mapping import Mapping
from directory.imports.report import Refusal

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """One row: its number (the header is 1) and its cells by column, without outer space."""

    number: int
    cells: dict[str, str]


def read_file(path: Path) -> bytes:
    """The content of a file. Raises Refusal, before reading, when it is larger than 20 MB or cannot be opened."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise Refusal(_("The file cannot be opened: %(error)s") % {"error": error.strerror}) from error


def check_size(size: int) -> None:
    """Raises Refusal for a file of more than 20 MB."""
    if size > MOST_BYTES:
        raise Refusal(_("This file is larger than 20 MB. Split it, or take out what does not belong to the table."))


def read_rows(content: bytes, mapping: Mapping) -> list[Row]:
    """All rows of a file.

    Raises Refusal for a wrong encoding, an unknown, missing or doubled column, a row with too many or too few cells,
    two rows with one id, and a row without id or name; the message names row and column.
    """
    check_size(len(content))
    table = _table(_decoded(content), mapping.delimiter)
    header = next(table, (1, []))[1]
    _check_header(header, mapping)
    rows = [_row(number, cells, header) for number, cells in table if any(cell.strip() for cell in cells)]
    if not rows:
        raise Refusal(_("This file has no rows."))
    if len(rows) > MOST_ROWS:
        raise Refusal(_("This file has more than %(number)d rows.") % {"number": MOST_ROWS})
    _check_ids(rows, mapping)
    _check_names(rows, mapping)
    return rows


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        row, column = _place_of(before)
        message = _("This is not UTF-8. Save the file again as “CSV UTF-8”.")
        raise Refusal(message, row, column) from error
    if "\x00" in text:
        row, column = _place_of(text[: text.index("\x00")])
        raise Refusal(_("This is no text file. Save it again as “CSV UTF-8”."), row, column)
    return text


def _place_of(before: str) -> tuple[int, str]:
    """The row and column in which a text that breaks off here ends."""
    rows = list(csv.reader(io.StringIO(before + "|", newline="")))
    position = len(rows[-1]) - 1
    column = rows[0][position] if len(rows) > 1 and position < len(rows[0]) else ""
    return len(rows), column


def _table(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("This row cannot be read; look at its quotation marks.")
            raise Refusal(message, number) from error


def _check_header(header: list[str], mapping: Mapping) -> None:
    names = [name.strip() for name in header]
    unknown = [name for name in dict.fromkeys(names) if name not in mapping.columns]
    if unknown:
        words = {
            "names": ", ".join(_("“%(name)s”") % {"name": name} for name in unknown),
            "known": ", ".join(mapping.columns),
        }
        raise Refusal(_("Unknown columns: %(names)s. Known are: %(known)s.") % words, 1)
    for name in names:
        if names.count(name) > 1:
            raise Refusal(_("This column is there twice."), 1, name)
    if mapping.column_of("id") not in names:
        raise Refusal(_("This column is missing."), 1, mapping.column_of("id"))
    if not any(mapping.columns[name].startswith("name:") for name in names):
        raise Refusal(_("There is no column with names."), 1)


def _row(number: int, cells: list[str], header: list[str]) -> Row:
    if len(cells) != len(header):
        message = _("This row has %(found)d cells, the first row has %(expected)d.")
        raise Refusal(message % {"found": len(cells), "expected": len(header)}, number)
    return Row(number, {name.strip(): cell.strip() for name, cell in zip(header, cells, strict=True)})


def _check_ids(rows: list[Row], mapping: Mapping) -> None:
    column = mapping.column_of("id")
    seen: dict[str, int] = {}
    for row in rows:
        value = row.cells[column]
        if not value:
            raise Refusal(_("This row has no id."), row.number, column)
        if len(value) > 120:
            raise Refusal(_("This id is longer than 120 characters."), row.number, column)
        if value in seen:
            message = _("The id “%(id)s” is already in row %(row)d.") % {"id": value, "row": seen[value]}
            raise Refusal(message, row.number, column)
        seen[value] = row.number


def _check_names(rows: list[Row], mapping: Mapping) -> None:
    columns = [column for column, target in mapping.columns.items() if target.startswith("name:")]
    for row in rows:
        names = {column: row.cells.get(column, "") for column in columns}
        if not any(names.values()):
            raise Refusal(_("This row has no name."), row.number, next(c for c in columns if c in row.cells))
        for column, name in names.items():
            if len(name) > 200:
                raise Refusal(_("This name is longer than 200 characters."), row.number, column)
