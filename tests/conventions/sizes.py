"""Whether files and functions are small enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conventions.findings import ROOT, Finding, files

FILE_AT_MOST, FILE_NINE_OF_TEN, FUNCTION_AT_MOST = 400, 200, 60


def long_files(paths: list[Path] | None = None) -> Iterator[Finding]:
    """Files of more than 400 lines; and the longest tenth, where that begins above 200."""
    lengths = {
        path: len((ROOT / path).read_text().splitlines()) for path in paths or files(".py", ".css", ".js", ".html")
    }
    for path, length in lengths.items():
        if length > FILE_AT_MOST:
            yield Finding(path, length, f"a file of {length} lines; {FILE_AT_MOST} at most")
    nine_of_ten = sorted(lengths.values())[int(len(lengths) * 0.9)]
    if nine_of_ten > FILE_NINE_OF_TEN:
        yield Finding(
            Path(), nine_of_ten, f"one file in ten is longer than {nine_of_ten} lines; {FILE_NINE_OF_TEN} at most"
        )


def long_functions(path: Path, code: str) -> Iterator[Finding]:
    """Functions of more than 60 lines."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_AT_MOST:
                yield Finding(path, node.lineno, f"{node.name} has {length} lines; {FUNCTION_AT_MOST} at most")
