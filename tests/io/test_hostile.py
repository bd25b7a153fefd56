"""Files as they arrive: packed, cut, mis-saved, from other systems, and what is no table at all."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from casualtystats import io as cs_io
from casualtystats.errors import InvalidValueError
from casualtystats.io import Loaded

FILES = Path(__file__).parent / "files"
GED = "id,date_start,best,low,high\n"


def figures(loaded: Loaded, *columns: str) -> list[list[int | None]]:
    table = loaded.frame[list(columns or ("low", "best", "high"))].astype(object)
    return table.where(table.notna(), None).to_numpy().tolist()


def test_a_row_with_more_cells_than_the_header_is_refused_not_shifted() -> None:
    """A comma without quotes must not move every figure one column on."""
    for rows in ("1,2020-01-01,1,1,1,9\n", "1,2020-01-01,1,1,1\n2,2020-01-01,1,1,1,9\n"):
        with pytest.raises(InvalidValueError, match="no row with more cells than the header"):
            cs_io.read_ucdp(io.StringIO(GED + rows))


def test_a_row_that_ends_early_states_nothing_further() -> None:
    loaded = cs_io.read_ucdp(io.StringIO(GED + "1,2020-01-01,3\n2,2020-01-01,4,4,4\n"))
    assert figures(loaded) == [[None, 3, None], [4, 4, 4]]


@pytest.mark.parametrize(
    "content",
    [
        (GED + "1,2020-01-01,31,31,31\n").encode("utf-16"),
        (GED + "1,2020-01-01,31,31,31\n").encode("utf-8-sig"),
        (GED + "1,2020-01-01,31,31,31\n").replace("\n", "\r").encode(),
        (GED + "1,2020-01-01,31,31,31\n").replace("\n", "\r\n").encode(),
        ("terms \u2028 of use\n\n" + GED + "1,2020-01-01,31,31,31\n").encode(),
    ],
)
def test_bytes_of_every_system(content: bytes) -> None:
    assert figures(cs_io.read_ucdp(io.BytesIO(content))) == [[31, 31, 31]]


def test_quotation_marks_of_windows_stay() -> None:
    text = "id,date_start,best,low,high,where_coordinates\n1,2020-01-01,1,1,1,“Raqqa” – Café\n"
    loaded = cs_io.read_ucdp(io.BytesIO(text.encode("cp1252")))
    assert loaded.frame.loc[0, "place"] == "“Raqqa” – Café"
    assert loaded.version.endswith("Windows-1252")


@pytest.mark.parametrize("name", ["ibc.csv", "gtd.csv"])
@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zip"])
def test_packed_files_keep_their_preamble_and_encoding(
    tmp_path: Path, name: str, suffix: str
) -> None:
    read: Any = cs_io.read_ibc if name == "ibc.csv" else cs_io.read_gtd
    content = (FILES / name).read_bytes()
    path = tmp_path / (name + suffix)
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
            archive.writestr("codebook.pdf", b"%PDF")
            archive.writestr(f"__MACOSX/._{name}", b"\0")
    else:
        pack: Any = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[suffix]
        path.write_bytes(pack(content))
    pd.testing.assert_frame_equal(read(path).frame, read(FILES / name).frame)


def test_an_archive_of_two_tables_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", GED)
        archive.writestr("b.csv", GED)
    with pytest.raises(InvalidValueError, match=r"one table; got \['a.csv', 'b.csv'\]"):
        cs_io.read_ucdp(path)


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("a.csv", b"", "hold a table"),
        ("a.csv", bytes(range(256)) * 9, "be a table in text"),
        ("a.csv", b'killed,place\n1,"Raqqa\n2,Homs\n', "more cells than the header"),
        ("a.csv.gz", b"no archive", "be a whole .gz file"),
        ("a.csv.gz", gzip.compress(b"killed\n" * 999, mtime=0)[:30], "be a whole .gz file"),
        ("a.zip", b"no archive", "be a whole .zip file"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "no workbook of the old kind"),
        ("a.jsonl", b'{"killed": 3}\nno json\n', "line 2 of source must be JSON"),
        ("a.jsonl", b"[1, 2]\n", "line 1 of source must be a JSON object"),
        ("a.jsonl", b'{"place": "Sal\xe9"}\n', "JSON lines in UTF-8"),
        ("a.csv", b"place,remark\nRaqqa,none\n", "have a column of figures"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, match: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidValueError, match=match):
        cs_io.read_generic(path)


def test_a_broken_parquet_file_or_workbook_is_refused_by_name(tmp_path: Path) -> None:
    for suffix, library in ((".parquet", "pyarrow"), (".xlsx", "openpyxl")):
        pytest.importorskip(library, reason=f"reading {suffix} needs {library}")
        path = tmp_path / f"broken{suffix}"
        path.write_bytes(b"broken")
        with pytest.raises(InvalidValueError, match=f"be a whole {suffix} file"):
            cs_io.read_generic(path)


def test_a_column_twice_in_a_table_is_refused() -> None:
    table = pd.DataFrame([[1, 2]], columns=["killed", "killed"])
    with pytest.raises(InvalidValueError, match="have each column once"):
        cs_io.read_generic(table)


def test_figures_beyond_mankind_and_below_nobody_are_kept_missing() -> None:
    cells = ["99999999999999999999", "1e300", "-1e3", "3-99999999999999", "1e3"]
    loaded = cs_io.read_generic(pd.DataFrame({"killed": cells}))
    assert figures(loaded, "low", "high") == [[None, None]] * 4 + [[1000, 1000]]
    kinds = loaded.repairs.loc[loaded.repairs["column"] == "figure", "kind"].tolist()
    assert kinds == ["too large", "too large", "negative", "too large", "scientific notation"]


def test_days_and_months_that_a_column_mixes_are_not_guessed() -> None:
    """A spreadsheet that swapped day and month leaves a trace: days that no day-first has."""
    dates = ["05/06/2017", "05/15/2017", "5/5/2017", "2017-05-01", "15/05/2017"]
    rows = {"event_id_cnty": list("abcde"), "event_date": dates, "fatalities": "1"}
    loaded = cs_io.read_acled(pd.DataFrame(rows))
    assert loaded.frame["date"].isna().tolist() == [True, True, False, False, False]
    found = loaded.repairs.set_index("incident")["kind"].to_dict()
    assert found == {"a": "ambiguous date", "b": "date"}
    clean = cs_io.read_acled(pd.DataFrame(rows | {"event_date": dates[:1] + dates[2:] + dates[4:]}))
    assert clean.frame.loc[0, "date"] == pd.Timestamp(2017, 6, 5)
    assert clean.repairs.empty


def test_a_year_or_a_month_is_a_period_and_no_day() -> None:
    rows = pd.DataFrame(
        {
            "incident": list("abcdef"),
            "date": ["2017", "2016-02", "2017-05", "2017-05-15", "2017", "201705"],
            "date_end": [None, None, "2017-06", None, "2017-03-04", None],
            "killed": 3,
        }
    )
    loaded = cs_io.read_generic(rows)
    days = loaded.frame[["date", "date_end"]].apply(lambda day: day.dt.strftime("%Y-%m-%d"))
    assert days.fillna("").to_numpy().tolist() == [
        ["2017-01-01", "2017-12-31"],
        ["2016-02-01", "2016-02-29"],
        ["2017-05-01", "2017-06-30"],
        ["2017-05-15", ""],
        ["2017-01-01", "2017-03-04"],
        ["", ""],
    ]
    partial = loaded.repairs[loaded.repairs["kind"] == "partial date"]
    assert (partial["incident"] + partial["column"].str[4:]).tolist() == [
        "a",
        "b",
        "c",
        "c_end",
        "e",
    ]
    assert partial["used"].tolist()[1] == "2016-02-01–2016-02-29"
    assert loaded.repairs.set_index("incident").loc["f", "kind"] == "date"


def test_years_that_no_table_can_hold_cost_a_cell_and_not_the_file() -> None:
    days = ["9999-12-31", "1066-01-01", "9999", "0000", "2017-05-15"]
    loaded = cs_io.read_generic(pd.DataFrame({"date": days, "killed": 3}))
    assert loaded.frame["date"].isna().tolist() == [True] * 4 + [False]
    assert loaded.repairs["kind"].tolist().count("date") == 4


def test_a_day_is_that_of_the_place_and_not_of_greenwich() -> None:
    late = ["2017-05-15T23:30:00-05:00", "2017-05-15T01:30:00+03:00", "2017-05-15T23:30:00Z"]
    loaded = cs_io.read_generic(pd.DataFrame({"date": late, "killed": 3}))
    assert loaded.frame["date"].dt.day.tolist() == [15, 15, 15]


def test_gtd_days_saved_as_decimals() -> None:
    rows = {"eventid": "1", "iyear": "2017.0", "imonth": "5.0", "iday": "15.0", "nkill": "2"}
    assert cs_io.read_gtd(pd.DataFrame([rows])).frame.loc[0, "date"] == pd.Timestamp(2017, 5, 15)


def test_battle_related_deaths_of_older_versions() -> None:
    text = "ConflictId,Year,BdBest,BdLow,BdHigh,SideA\n1-13,1990,30,25,100,Government of Iraq\n"
    loaded = cs_io.read_ucdp(io.StringIO(text))
    assert loaded.version == "Battle-related deaths to version 5"
    assert figures(loaded) == [[25, 30, 100]]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra excel reads workbooks")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("notes").append(["not", "read"])
    book.save(path)
    return path


def test_a_workbook_with_terms_above_the_header_and_dates_for_ranges(tmp_path: Path) -> None:
    header = ["IBC code", "Start Date", "Location", "Reported Minimum", "Reported Maximum"]
    day = dt.datetime(2003, 3, 20)  # noqa: DTZ001  # a workbook has no time zones
    mangled = dt.datetime(2024, 10, 5)  # noqa: DTZ001  # as above
    rows: list[list[Any]] = [
        ["Terms of use"], [], header,
        ["d1", day, "NA", 12, 15.0],
        ["d2", "21 Mar 2003", "Kirkuk", mangled, 12],
        ["d3", day, None, 9, 4],
        [None] * 5,
        ["d4", day, "#N/A", None, 4],
    ]  # fmt: skip
    loaded = cs_io.read_ibc(workbook(tmp_path / "ibc.xlsx", rows))
    assert figures(loaded, "low", "high") == [[12, 15], [None, 12], [4, 9], [None, None], [None, 4]]
    assert loaded.frame["place"].tolist()[:2] == ["NA", "Kirkuk"]
    assert loaded.frame.loc[0, "date"] == pd.Timestamp(2003, 3, 20)
    kinds = loaded.repairs["kind"].tolist()
    assert kinds == ["spreadsheet date", "inverted", "no figure"]


@pytest.mark.parametrize("name", ["generic.csv", "airwars_pages.csv", "prio.csv"])
def test_a_workbook_reads_as_the_text_it_was_saved_from(tmp_path: Path, name: str) -> None:
    table = pd.read_csv(FILES / name, dtype=str, keep_default_na=False)
    rows = [list(table.columns), *(list(row) for row in table.to_numpy())]
    path = workbook(tmp_path / "table.xlsx", rows)
    read: Callable[[Any], Loaded] = {
        "generic.csv": cs_io.read_generic,
        "airwars_pages.csv": cs_io.read_airwars,
        "prio.csv": cs_io.read_ucdp,
    }[name]
    pd.testing.assert_frame_equal(read(path).frame, read(FILES / name).frame)
    pd.testing.assert_frame_equal(read(path).repairs, read(FILES / name).repairs)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="hold a table; got 'an empty sheet'"):
        cs_io.read_generic(workbook(tmp_path / "empty.xlsx", []))
