"""How the database itself refuses to change or take away an entry of the audit log, whatever program asks it to.

Whoever owns the database can lift this, as a migration that makes the table anew does on SQLite without a word: so
`audit_verify` says when it is not there. What was done then shows in the digests.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "organisations_auditentry"
GUARDS = {
    "sqlite": ("audit_no_update", "audit_no_delete", "audit_no_replace"),
    "postgresql": ("audit_no_update", "audit_no_delete", "audit_no_truncate"),
}
WORDS = "the audit log is only added to"

SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    # INSERT OR REPLACE takes away what is in its place without asking the two above.
    f"""CREATE TRIGGER IF NOT EXISTS audit_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number OR digest = NEW.digest)
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",  # noqa: S608 - made of two constants
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$""",
    f"CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION audit_refuse()",
)


def set_up(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; nothing changes where it is."""
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away, for a migration that must."""
    on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for guard in GUARDS[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard}{on}")


def is_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether every part of the guard is in place and works."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND sql LIKE '%%RAISE(ABORT%%'"
    if connection.vendor == "postgresql":
        asked = """SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A') AND prosrc LIKE '%%RAISE EXCEPTION%%'"""
    with connection.cursor() as cursor:
        cursor.execute(asked, [TABLE])
        return set(GUARDS[connection.vendor]) <= {name for (name,) in cursor.fetchall()}
