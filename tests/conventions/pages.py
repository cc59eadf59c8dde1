"""What templates and style sheets may not contain."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conventions.findings import Finding

INLINE = {
    r"<style\b": "a style sheet in a template",
    r"\sstyle\s*=": "a style attribute",
    r"<script\b(?![^>]*\b(?:src\s*=|type\s*=\s*[\"']application/))": "a script in a template",
    r"\son[a-z]+\s*=\s*[\"']": "a script in an attribute",
    r"href\s*=\s*[\"']\s*javascript:": "a script in a link",
}
SIDE = r"(?:top|right|bottom|left)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(?:(?:margin|padding|scroll-margin|scroll-padding)-{SIDE}|border-{SIDE}(?:-\w+)?|{SIDE}"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)


def inline_code(path: Path, text: str) -> Iterator[Finding]:
    """Styles and scripts written into a template, which the content policy of public pages refuses."""
    if path.is_relative_to("templates/wagtailadmin"):
        return
    text = _without_comments(text)
    for pattern, message in INLINE.items():
        yield from (Finding(path, _line(text, hit), message) for hit in re.finditer(pattern, text, re.IGNORECASE))


def unruly_styles(path: Path, text: str) -> Iterator[Finding]:
    """!important, sides that do not turn with the script's direction, and ids in selectors."""
    text = _without_comments(text)
    for hit in re.finditer(r"!\s*important", text):
        yield Finding(path, _line(text, hit), "!important")
    for hit in PHYSICAL.finditer(text):
        yield Finding(path, _line(text, hit), f"{hit.group().strip()} does not turn with the direction of the script")
    for hit in re.finditer(r"[^{};]*(?=\{)", text):
        if not hit.group().lstrip().startswith("@") and re.search(r"#[A-Za-z_]", hit.group()):
            yield Finding(path, _line(text, hit), f"an id in the selector {hit.group().strip()}")


def _without_comments(text: str) -> str:
    """The text with its comments blanked, lines kept."""
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), text)


def _line(text: str, hit: re.Match[str]) -> int:
    start = hit.start() + len(hit.group()) - len(hit.group().lstrip())
    return text.count("\n", 0, start) + 1
