"""Which tables of words the embedded engine makes in the site's database, beside those that Django knows.

SQLite has two FTS5 tables for each language: one of public documents and one of all others. The order that FTS5 gives
depends on how often a word occurs in the table; with one table, what is restricted would show in the order of what is
not. PostgreSQL has one more column: its order depends on each document alone.
"""

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = ("title", "headings", "body")
# Marks are letters of Indic and South-East Asian words; everything that the analyser leaves in a word stays in it.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* M* Co Cf So Sk'"


def table_of(language: str, *, is_public: bool) -> str:
    """The FTS5 table of a language's documents. Raises KeyError for a language that the site does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise KeyError(language)
    return f"search_words_{language.replace('-', '_')}_{'public' if is_public else 'kept'}"


def tables() -> list[str]:
    """All FTS5 tables."""
    return [table_of(code, is_public=side) for code, _name in settings.LANGUAGES for side in (True, False)]


def create(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing, and let PostgreSQL keep words where they are quickly read.

    Left to itself it gathers changes of the index in a list that every question reads to the end, and it lays the words
    of most documents aside, into pieces that are looked up one by one for each document that is ranked.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables():
                cursor.execute(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} "
                    f'USING fts5({", ".join(COLUMNS)}, tokenize="{_TOKENIZER}")'
                )
        else:
            cursor.execute("ALTER TABLE search_indexrow ADD COLUMN IF NOT EXISTS words tsvector")
            cursor.execute("CREATE INDEX IF NOT EXISTS search_indexrow_words ON search_indexrow USING gin (words)")
            cursor.execute("ALTER TABLE search_indexrow SET (toast_tuple_target = 8160)")  # the most there may be
            cursor.execute("ALTER INDEX search_indexrow_words SET (fastupdate = off)")
            cursor.execute("SELECT gin_clean_pending_list('search_indexrow_words')")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take all of it away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables():
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
        else:
            cursor.execute("ALTER TABLE search_indexrow DROP COLUMN IF EXISTS words")
