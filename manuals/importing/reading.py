"""Which files a folder or archive holds, read once and within limits, and what their front matter says."""

import io
import lzma
import posixpath
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from manuals.importing.report import ImportRefusedError

MOST_FILES = 5_000
MOST_BYTES = 60 * 1024 * 1024  # of all files together
MOST_OF_ONE = 15 * 1024 * 1024
TEXTS = (".md", ".markdown")
FOLDER_TEXTS = ("_index",)
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
LONGEST_NUMBER = 10**12
LONGEST_LINE = 2_000  # characters: what some numbers and names cost to read grows with the square of their length


class _PlainLoader(yaml.SafeLoader):
    """Reads YAML in which everything is written once: a name that stands for a list of names for lists grows without
    end when it is written out."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError(_("It refers to another part of itself. Write that out where it belongs."))
        return super().compose_node(parent, index)


def _plain_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader, made stricter


FRONT: dict[str, Callable[[str], Any]] = {"+++": tomllib.loads, "---": _plain_yaml}


@dataclass
class Source:
    """One file of the manual. name: its path in the folder; key: the same in every language, "chapters/chapter-3";
    front: what stands in its front matter; text: the rest."""

    name: str
    key: str
    language: str
    text: str
    front: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.name).parent)


@dataclass
class Files:
    """What was read. sources: texts; categories: what is said of a folder, by language and key; checklists: by language
    and key; pictures: bytes by name."""

    sources: list[Source] = field(default_factory=list)
    categories: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    checklists: dict[tuple[str, str], tuple[str, dict[str, Any]]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def picture(self, address: str, folder: str) -> str | None:
        """The name of the picture that a text in this folder means, from there or from the top; None without one."""
        beside = posixpath.normpath(posixpath.join(folder, address.lstrip("/")))
        return next((name for name in (beside, address.lstrip("/")) if name in self.pictures), None)


def read_folder(folder: Path, *, language: str) -> Files:
    """All that a manual's folder holds.

    Arguments: language, of files that say none, neither by a folder "es/" nor by a name such as "risk.es.md".
    Raises ImportRefusedError when the folder is too big, or a file cannot be read; with every such file.
    """
    # A symbolic link could lead to a file outside the folder.
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.resolve() == _unlinked(folder, path))
    _refuse_too_much((path.stat().st_size for path in paths), len(paths))
    return _read(((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths), language)


def read_archive(content: bytes, *, language: str) -> Files:
    """The same of a ZIP archive. Raises ImportRefusedError, also for what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not (info.is_dir() or _is_of_a_mac(info))]
            _refuse_too_much((info.file_size for info in infos), len(infos))
            safe = ((_safe_name(info.filename), info) for info in infos)
            named = {name: archive.read(info) for name, info in safe if name}
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise ImportRefusedError([("", _("This is no ZIP archive that can be opened."))]) from error
    names = sorted(named)
    # An archive of a folder holds that folder: what all names begin with says nothing.
    first = {PurePosixPath(name).parts[0] for name in names}
    codes = {code for code, _name in settings.LANGUAGES}
    if len(first) == 1 and all("/" in name for name in names) and not first & codes:
        named = {name.split("/", 1)[1]: named[name] for name in names}
    return _read(sorted(named.items()), language)


def _unlinked(folder: Path, path: Path) -> Path:
    return folder.resolve() / path.relative_to(folder)


def _is_of_a_mac(info: zipfile.ZipInfo) -> bool:
    """Whether this is what macOS adds to an archive beside each file."""
    return info.filename.startswith("__MACOSX/") or PurePosixPath(info.filename).name == ".DS_Store"


def _safe_name(name: str) -> str:
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts)


def _refuse_too_much(sizes: Iterable[int], count: int) -> None:
    sizes = list(sizes)
    if count > MOST_FILES:
        words = _("There are %(count)s files, and %(most)s at most can be brought in at once.")
        raise ImportRefusedError([("", words % {"count": count, "most": MOST_FILES})])
    if sum(sizes) > MOST_BYTES or any(size > MOST_OF_ONE for size in sizes):
        words = _("All files together may have %(all)s MB, and each of them %(one)s MB.")
        values = {"all": MOST_BYTES // 2**20, "one": MOST_OF_ONE // 2**20}
        raise ImportRefusedError([("", words % values)])


def _read(named: Iterable[tuple[str, bytes]], language: str) -> Files:
    files, wrong = Files(), []
    for name, content in named:
        try:
            _take(files, name, content, language)
        except ValueError as error:
            wrong.append((name, str(error)))
    wrong += _twice(files)
    if not files.sources and not wrong:
        wrong = [("", _("There is no Markdown file in it: their names end with .md."))]
    if wrong:
        raise ImportRefusedError(wrong)
    return files


def _take(files: Files, name: str, content: bytes, language: str) -> None:
    path = PurePosixPath(name)
    code, key = _language_and_key(path, language)
    if path.suffix.lower() in PICTURES:
        files.pictures[name] = content
    elif path.suffix.lower() in TEXTS:
        front, text = split_front(_decoded(content))
        files.sources.append(Source(name, key, code, text, front))
    elif path.name == ".category.yml":
        files.categories[code, _folder_of(key)] = _mapping(yaml_of(_decoded(content)))
    elif path.suffix == ".yml" and path.name.startswith("c_"):
        files.checklists[code, key] = (name, _mapping(yaml_of(_decoded(content))))
    else:
        files.left_out.append(name)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ValueError(_("It is not written in UTF-8. Save it in that encoding.")) from error


def _language_and_key(path: PurePosixPath, language: str) -> tuple[str, str]:
    codes = {code for code, _name in settings.LANGUAGES}
    parts = list(path.parts)
    if len(parts) > 1 and parts[0] in codes:
        language, parts = parts[0], parts[1:]
    stem, _dot, suffix = PurePosixPath(parts[-1]).stem.rpartition(".")
    if stem and suffix in codes:
        language, parts[-1] = suffix, stem
    else:
        parts[-1] = PurePosixPath(parts[-1]).stem
    if parts[-1] == "index" and len(parts) > 1:
        parts = parts[:-1]
    return language, "/".join(parts)


def _folder_of(key: str) -> str:
    return key.rpartition("/")[0]


def split_front(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a file, between two lines of +++ (TOML) or --- (YAML), and its text.

    Raises ValueError when it does not parse, with the place.
    """
    mark = text[:3]
    if mark not in FRONT or not text[3:4].isspace():
        return {}, text
    inside, found, rest = text[3:].partition(f"\n{mark}")
    if not found:
        raise ValueError(_("The front matter begins with %(mark)s and never ends.") % {"mark": mark})
    _refuse_long_lines(inside)
    try:
        return _mapping(FRONT[mark](inside)), rest.partition("\n")[2]
    except RecursionError as error:
        raise ValueError(_("There are too many brackets inside one another.")) from error
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        words = _(
            "The front matter cannot be read near line %(line)s. Look for a quotation mark, a bracket or a colon that "
            "is missing there."
        )
        raise ValueError(words % {"line": _line_of(error, inside)}) from error


def yaml_of(text: str) -> Any:
    """What a YAML file says. Raises ValueError when it does not parse."""
    _refuse_long_lines(text)
    try:
        return _plain_yaml(text)
    except RecursionError as error:
        raise ValueError(_("There are too many brackets inside one another.")) from error
    except yaml.YAMLError as error:
        words = _(
            "It cannot be read as YAML near line %(line)s. Look for a quotation mark, a bracket or a colon that is "
            "missing there."
        )
        raise ValueError(words % {"line": _line_of(error, text)}) from error


def _refuse_long_lines(text: str) -> None:
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        raise ValueError(_("A line in it is too long."))


def _line_of(error: tomllib.TOMLDecodeError | yaml.YAMLError, text: str) -> int:
    """The number of the line at which reading broke off; of the last one where that is all that is known."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return mark.line + 1
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.count("\n") + 1


def _mapping(found: Any) -> dict[str, Any]:
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError(_("It holds no names and values."))
    return {str(name): _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    """A value that can be written out. Raises ValueError for one that no page can hold."""
    if isinstance(value, int) and abs(value) > LONGEST_NUMBER:
        raise ValueError(_("A number in it is too long."))
    if isinstance(value, str) and "\0" in value:
        raise ValueError(_("There is a sign in it that no text can hold."))
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, date | datetime) else value


def chapter_key(source: Source) -> str:
    """The key of the chapter that a file is: what stands in the file of a folder is the chapter of that folder."""
    folder, _slash, name = source.key.rpartition("/")
    return folder if name in FOLDER_TEXTS and folder else source.key


def _twice(files: Files) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], str] = {}
    for source in files.sources:
        known = seen.setdefault((source.language, chapter_key(source)), source.name)
        if known != source.name:
            yield source.name, _("It is the same chapter as %(other)s.") % {"other": known}
