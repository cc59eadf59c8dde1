"""Files and mappings that cannot be used: refused as a whole, in words that name the place, with nothing written."""

import pytest
from django.core.management import CommandError, call_command

from directory.actions.importing import import_directory
from directory.imports import reading
from directory.imports.mapping import read_mapping
from directory.imports.report import Problem, Refusal
from directory.models import Entry
from tests.directory.tables import HEADER, brought_in, fingerprint, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (HEADER.encode() + '\na-1,Défenseurs,,,,,,,,'.encode("latin-1"), (2, "name_en"), "UTF-8"),
        (HEADER.encode("utf-16"), (1, ""), "UTF-8"),
        (HEADER.encode() + b"\na-1,N\x00,,,,,,,,", (2, "name_en"), "no text file"),
        (table("a-1,N,x", header="source_id,name_en,colour"), (1, ""), "Unknown columns: “colour”. Known"),
        (table("a-1,N,x,y", header="source_id,name_en,hue,size"), (1, ""), "Unknown columns: “hue”, “size”. Known"),
        (table("a-1,N,x", header="source_id,name_en,name_en"), (1, "name_en"), "twice"),
        (table("N", header="name_en"), (1, "source_id"), "missing"),
        (table("a-1", header="source_id"), (1, ""), "names"),
        (table("a-1,N", header=HEADER), (2, ""), "2 cells"),
        (table(row(), row()), (3, "source_id"), "already in row 2"),
        (table(row(source_id="")), (2, "source_id"), "no id"),
        (table(row(source_id="x" * 121)), (2, "source_id"), "longer"),
        (table(row(name_en="")), (2, "name_en"), "no name"),
        (table(row(name_ar="x" * 201)), (2, "name_ar"), "longer"),
        (table('a-1,"N"x,,,,,,,,'), (2, ""), "quotation marks"),
        (table(row(languages="English, e_n")), (2, "languages"), "language code"),
        (table(row(where="ZZ")), (2, "where"), "country code"),
        (table(), (None, ""), "no rows"),
        (b"", (1, "source_id"), "missing"),
    ],
)  # fmt: skip
def test_error_of_structure_refuses_the_whole_file(content, place, words):
    brought_in(row(source_id="b-1"))
    before = fingerprint()

    with pytest.raises(Refusal) as refused:
        import_directory(content, read_mapping(), by=None)

    assert (refused.value.row, refused.value.column) == place
    assert words in str(refused.value)
    assert fingerprint() == before


def test_country_code_column_refuses_what_is_no_code(tmp_path):
    mapping = mapped(tmp_path, 'source = "x"\n[columns]\nid = "id"\nname = "name:en"\nland = "countries"')
    import_directory(b"id,name,land\n1,N,KE", mapping, by=None)

    with pytest.raises(Refusal) as refused:
        import_directory(b"id,name,land\n1,N,Kenia", mapping, by=None)

    assert (refused.value.row, refused.value.column) == (2, "land")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 1)

    with pytest.raises(Refusal):
        brought_in(row(), row(source_id="a-2"))


def test_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    with pytest.raises(CommandError, match="20 MB"):
        call_command("import_directory", str(path))


def test_missing_file_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_directory", str(tmp_path / "none.csv"))


# -- Mappings ----------------------------------------------------------------------------------------------------


def mapped(folder, text):
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def test_mapping_of_ones_own(tmp_path):
    mapping = mapped(
        tmp_path,
        'source = "ours"\ndelimiter = ";"\nlanguage = "es"\n[columns]\nnr = "id"\nnombre = "name:es"\nsiglas = '
        '"acronym"\nresumen = "summary:es"\ntipo = "kind"\n[kinds]\nfondo = "fund"',
    )  # fmt: skip

    content = "nr;nombre;siglas;resumen;tipo\n1;Fondo;FF;Ayuda.;Fondo\n2;Otra;;;nada\n3;Más;;;ngo".encode()
    report = import_directory(content, mapping, by=None)

    entries = Entry.objects.order_by("source_id")
    assert [(e.name_es, e.acronym_en, e.summary_es, e.kind) for e in entries] == [
        ("Fondo", "FF", "Ayuda.", "fund"), ("Otra", "", "", ""), ("Más", "", "", "ngo"),
    ]  # fmt: skip
    assert [each.problem for each in report.findings] == [Problem.UNKNOWN_KIND]


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all",
        '[columns]\nid = "id"\nname = "name:en"',
        'source = "x"\n[columns]\nname = "name:en"',
        'source = "x"\n[columns]\nid = "id"',
        'source = "x"\n[columns]\nid = "id"\nname = "name:xx"',
        'source = "x"\n[columns]\nid = "id"\nname = "name:en"\nother = "colour"',
        'source = "x"\n[columns]\nid = "id"\nname = "name:en"\nother = "name:en"',
        'source = 3\n[columns]\nid = "id"\nname = "name:en"',
        'source = "x"\ndelimiter = "|"\n[columns]\nid = "id"\nname = "name:en"',
        'source = "x"\nlanguage = "xx"\n[columns]\nid = "id"\nname = "name:en"',
        'source = "x"\n[columns]\nid = "id"\nname = "name:en"\n[kinds]\na = "castle"',
        'source = "x"\n[columns]\nid = "id"\nname = "name:en"\n[answers]\na = 3',
    ],
)
def test_mapping_that_means_nothing_is_refused(tmp_path, text):
    with pytest.raises(Refusal):
        mapped(tmp_path, text)
