"""What an import says of itself: what it did, and what it could not map, file by file."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


class ImportRefusedError(Exception):
    """Nothing was brought in. lines: what is wrong, each with the file it is in, "" for all of it."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{file}: {words}" if file else words for file, words in lines))
        self.lines = lines


@dataclass
class Report:
    """made, changed, same: how many chapters; notes: (file, what could not be mapped or was left out)."""

    made: int = 0
    changed: int = 0
    same: int = 0
    languages: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, file: str, words: str | Promise) -> None:
        line = (file, str(words))
        if line not in self.notes:
            self.notes.append(line)

    def as_data(self) -> dict:
        """The report as JSON holds it."""
        return {
            "made": self.made, "changed": self.changed, "same": self.same, "languages": self.languages,
            "notes": [list(note) for note in self.notes],
        }  # fmt: skip
