"""Each layout as its recorder publishes it, with the traps; every repair is a row."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from casualtystats import io as cs_io
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.io import Loaded
from casualtystats.io.layout import load_layout
from casualtystats.tables.schema import INCIDENTS, REPAIRS

FILES = Path(__file__).parent / "files"
NA = None


def figures(loaded: Loaded, *columns: str) -> list[list[int | None]]:
    table = loaded.frame[list(columns or ("low", "best", "high"))].astype(object)
    return table.where(table.notna(), None).to_numpy().tolist()


def repairs(loaded: Loaded, kind: str) -> pd.DataFrame:
    return loaded.repairs[loaded.repairs["kind"] == kind]


EVERY = {
    "ibc.csv": cs_io.read_ibc,
    "airwars_export.csv": cs_io.read_airwars,
    "airwars_pages.csv": cs_io.read_airwars,
    "airwars_confirmed.csv": cs_io.read_airwars,
    "acled_2023.csv": cs_io.read_acled,
    "acled_2016.csv": cs_io.read_acled,
    "gtd.csv": cs_io.read_gtd,
    "ucdp_ged.csv": cs_io.read_ucdp,
    "ucdp_ged_5.csv": cs_io.read_ucdp,
    "prio.csv": cs_io.read_ucdp,
    "generic.csv": cs_io.read_generic,
}


@pytest.mark.parametrize("name", EVERY)
def test_every_layout_keeps_the_published_schema_and_every_row(name: str) -> None:
    read: Any = EVERY[name]
    loaded = read(FILES / name)
    assert tuple(loaded.frame.columns[: len(INCIDENTS.names)]) == INCIDENTS.names
    assert {c: str(loaded.frame[c].dtype) for c in INCIDENTS.names} == dict(INCIDENTS.columns)
    assert {c: str(d) for c, d in loaded.repairs.dtypes.items()} == dict(REPAIRS.columns)
    lines = (FILES / name).read_text("latin-1").strip().splitlines()
    header = next(i for i, line in enumerate(lines) if line.count(",") + line.count(";") > 3)
    assert len(loaded.frame) == len(lines) - header - 1
    assert loaded.frame.columns.is_unique
    assert set(loaded.repairs["action"].dropna()) <= {"repaired", "flagged", "kept missing"}
    assert set(loaded.repairs.index) <= set(loaded.frame.index)
    low, high = loaded.frame["low"], loaded.frame["high"]
    assert not (low > high).any()


@pytest.mark.parametrize("name", EVERY)
def test_reading_the_table_gives_what_reading_the_file_gives(name: str) -> None:
    read: Any = EVERY[name]
    from_file = read(FILES / name)
    text = (FILES / name).read_text("latin-1" if name == "gtd.csv" else "utf-8")
    from_text = read(io.StringIO(text))
    pd.testing.assert_frame_equal(from_file.frame, from_text.frame)
    pd.testing.assert_frame_equal(from_file.repairs, from_text.repairs)


def test_ibc_header_below_the_terms_and_inverted_ranges() -> None:
    loaded = cs_io.read_ibc(FILES / "ibc.csv")
    assert figures(loaded, "low", "high") == [[12, 15], [4, 9], [1, 1], [0, 1150], [2, 2], [NA, NA]]
    assert loaded.frame["best"].isna().all()
    assert loaded.frame["victims"].eq("civilians").all()
    assert loaded.frame.loc[0, "date"] == pd.Timestamp(2003, 3, 20)
    inverted = repairs(loaded, "inverted")
    assert inverted["found"].tolist() == ["9 / – / 4"]
    assert inverted["used"].tolist() == ["4 / – / 9"]
    assert repairs(loaded, "date")["found"].tolist() == ["31 Feb 2004"]
    assert repairs(loaded, "repeated incident").index.tolist() == [3, 4]
    assert repairs(loaded, "inverted dates").index.tolist() == [4]
    assert repairs(loaded, "thousands mark")["used"].tolist() == ["1150"]
    assert repairs(loaded, "no figure").index.tolist() == [5]
    assert "missing best" not in set(loaded.repairs["kind"])  # it states none anywhere


def test_flagging_an_inverted_range_leaves_it_as_it_stands() -> None:
    loaded = cs_io.read_ibc(FILES / "ibc.csv", inverted="flag")
    assert figures(loaded, "low", "high")[1] == [9, 4]
    assert repairs(loaded, "inverted")["action"].tolist() == ["flagged"]
    assert repairs(loaded, "inverted")["used"].isna().all()


def test_airwars_export_keeps_reported_and_conceded_apart() -> None:
    loaded = cs_io.read_airwars(FILES / "airwars_export.csv")
    assert figures(loaded, "low", "high") == [[20, 26], [31, 42], [NA, NA], [0, 3]]
    assert figures(loaded, "conceded_low", "conceded_high")[1] == [2, 4]
    assert figures(loaded, "injured_low", "injured_high")[3] == [NA, 2]
    assert loaded.frame["grading"].tolist() == ["Fair", "Confirmed", "Weak", "Contested"]
    assert repairs(loaded, "coordinate")["found"].tolist() == ["134.45"]
    assert loaded.frame["children_killed_min"].tolist()[:2] == ["3", "11"]
    assert repairs(loaded, "negative")["column"].tolist() == ["injured_low"]
    assert repairs(loaded, "unknown code")["found"].tolist() == ["Unknown"]
    assert repairs(loaded, "date")["found"].tolist() == ["not known"]


def test_airwars_pages_with_ranges_that_a_spreadsheet_turned_into_dates() -> None:
    loaded = cs_io.read_airwars(FILES / "airwars_pages.csv")
    assert figures(loaded, "low", "high") == [
        [3, 7],
        [5, 10],
        [5, 10],
        [NA, NA],
        [NA, NA],
        [NA, NA],
    ]
    assert figures(loaded, "injured_low", "injured_high") == [
        [4, 4], [NA, NA], [3, 12], [5, 40], [NA, NA], [NA, NA],
    ]  # fmt: skip
    dates = repairs(loaded, "spreadsheet date")
    assert dict(zip(dates["found"], dates["used"].fillna("?"), strict=True)) == {
        "5-Oct": "5–10",
        "10-May": "5–10",
        "2017-12-03 00:00:00": "3–12",
        "May-40": "5–40",
        "Oct-05": "?",
    }
    assert loaded.frame.loc[4, "Civilians reported killed"] == "dozens"
    assert repairs(loaded, "words")["action"].tolist() == ["kept missing"]
    assert loaded.frame.loc[0, "date"] == pd.Timestamp(2017, 5, 14)


def test_confirmed_events_state_what_the_coalition_conceded() -> None:
    loaded = cs_io.read_airwars(FILES / "airwars_confirmed.csv")
    assert figures(loaded, "low", "high", "conceded_low", "conceded_high") == [
        [78, 203, 24, 24],
        [105, 141, 105, NA],
    ]
    assert loaded.frame["date"].tolist() == [pd.Timestamp(2016, 7, 19), pd.Timestamp(2017, 3, 17)]


def test_acled_states_one_figure_and_a_nought_is_not_a_blank() -> None:
    loaded = cs_io.read_acled(FILES / "acled_2023.csv")
    assert figures(loaded) == [[NA, 31, NA], [NA, 10, NA], [NA, 0, NA], [NA, NA, NA]]
    assert repairs(loaded, "no figure").index.tolist() == [3]
    assert loaded.frame.loc[1, "date"] == pd.Timestamp(2017, 5, 16)
    old = cs_io.read_acled(FILES / "acled_2016.csv")
    assert (old.version, old.frame.loc[1, "incident"]) == ("before 2017", "2SOM")
    assert old.frame.loc[0, "date"] == pd.Timestamp(2014, 12, 31)
    assert figures(old) == [[NA, 12, NA], [NA, NA, NA]]
    assert repairs(old, "date")["found"].tolist() == ["29/02/2015"]


def test_gtd_unknown_is_neither_nought_nor_one() -> None:
    loaded = cs_io.read_gtd(FILES / "gtd.csv")
    assert figures(loaded, "best", "injured_best") == [[31, 42], [NA, NA], [NA, NA], [NA, 3]]
    assert loaded.frame["date"].isna().tolist() == [False, True, True, False]
    assert repairs(loaded, "date")["found"].tolist() == ["2014-05-00", "2014-00-00"]
    assert repairs(loaded, "not whole")["found"].tolist() == ["1.5"]
    assert loaded.version.endswith("Windows-1252")
    assert loaded.frame.loc[0, "place"] == "Café District"
    assert loaded.frame.loc[0, "country"] == "Iraq"
    assert loaded.frame.loc[0, "original_country"] == "95"
    assert loaded.frame.loc[0, "nkillter"] == "1"


def test_ucdp_high_below_best_is_raised_and_sums_are_checked() -> None:
    loaded = cs_io.read_ucdp(FILES / "ucdp_ged.csv")
    assert figures(loaded) == [[31, 31, 42], [100, 100, 100], [8, 11, 12], [2, NA, 6]]
    assert repairs(loaded, "inverted")["found"].tolist() == ["100 / 100 / 40"]
    assert repairs(loaded, "sum")["found"].tolist() == ["11 against 10"]
    assert repairs(loaded, "missing best")["action"].tolist() == ["kept missing"]
    assert figures(cs_io.read_ucdp(FILES / "ucdp_ged.csv", inverted="swap"))[1] == [40, 100, 100]
    assert figures(cs_io.read_ucdp(FILES / "ucdp_ged.csv", inverted="flag"))[1] == [100, 100, 40]


def test_other_ucdp_versions() -> None:
    old = cs_io.read_ucdp(FILES / "ucdp_ged_5.csv")
    assert old.version == "GED 1.5 to 5.0"
    assert figures(old) == [[150, 200, 500]]
    assert old.frame.loc[0, "date"] == pd.Timestamp(1994, 4, 7)
    prio = cs_io.read_ucdp(FILES / "prio.csv")
    assert figures(prio) == [[1000, NA, 2500], [45000, 50000, 60000]]
    assert set(prio.repairs["kind"]) == {"unknown code", "missing best"}
    assert prio.frame.loc[0, "date_end"] == pd.Timestamp(1946, 12, 31)


def test_generic_finds_usual_names_and_leaves_words_in_their_column() -> None:
    loaded = cs_io.read_generic(FILES / "generic.csv")
    assert figures(loaded, "low", "high") == [
        [31, 31], [1200, 1200], [NA, NA], [15, 20], [NA, NA], [1, 5],
    ]  # fmt: skip
    assert loaded.frame.loc[2, "killed"] == "at least 31"
    assert figures(loaded, "injured_low", "injured_high")[3] == [15, 20]
    assert repairs(loaded, "serial number")["action"].tolist() == ["flagged"]
    assert loaded.frame["remark"].tolist()[0] == "plain"
    renamed = cs_io.read_generic(FILES / "generic.csv", columns={"text": "remark"})
    assert renamed.frame["text"].tolist()[0] == "plain"


def test_own_codes_for_unknown_replace_the_layouts() -> None:
    table = pd.DataFrame({"killed": ["88", "unknown", "7"]})
    loaded = cs_io.read_generic(table, unknown=["88"])
    assert figures(loaded, "low") == [[NA], [NA], [7]]
    assert repairs(loaded, "unknown code")["found"].tolist() == ["88"]
    assert repairs(loaded, "words")["found"].tolist() == ["unknown"]


def test_a_range_in_a_column_of_one_figure() -> None:
    """Alone, a best with a range states its ends; beside low and high it is nobody's."""
    alone = cs_io.read_generic(pd.DataFrame({"best": ["5-Oct", "7", "3–8"]}))
    assert figures(alone) == [[5, NA, 10], [NA, 7, NA], [3, NA, 8]]
    dates = repairs(alone, "spreadsheet date")
    assert (dates["action"].tolist(), dates["used"].tolist()) == (["repaired"], ["5–10"])
    table = pd.DataFrame({"low": ["5-Oct", "3–8"], "high": ["12", "9"]})
    beside = cs_io.read_generic(table)
    assert figures(beside, "low", "high") == [[NA, 12], [NA, 9]]
    assert beside.repairs["action"].tolist() == ["kept missing"] * 2


def test_a_best_outside_its_range_widens_it() -> None:
    table = pd.DataFrame({"low": [5, 5], "best": [3, 9], "high": [8, 8]})
    assert figures(cs_io.read_generic(table)) == [[3, 3, 8], [5, 9, 9]]
    assert len(repairs(cs_io.read_generic(table), "best outside")) == 2


def test_labels_of_a_table_are_kept_and_the_table_is_untouched() -> None:
    table = pd.DataFrame({"killed": [31.0, None, 42.0]}, index=["x", "y", "z"])
    before = table.copy()
    loaded = cs_io.read_generic(table)
    assert loaded.frame.index.tolist() == ["x", "y", "z"]
    assert repairs(loaded, "no figure").index.tolist() == ["y"]
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl", ".csv.gz", ".tsv"])
def test_other_kinds_of_file(tmp_path: Path, suffix: str) -> None:
    table = pd.read_csv(FILES / "generic.csv", dtype=str, keep_default_na=False)
    path = tmp_path / f"table{suffix}"
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="the extra arrow reads Parquet")
        table.to_parquet(path)
    elif suffix == ".jsonl":
        table.to_json(path, orient="records", lines=True)
    else:
        table.to_csv(path, index=False, sep="\t" if suffix == ".tsv" else ",")
    expected = cs_io.read_generic(FILES / "generic.csv")
    pd.testing.assert_frame_equal(cs_io.read_generic(path).frame, expected.frame)


def test_an_open_file_of_bytes() -> None:
    with (FILES / "gtd.csv").open("rb") as file:
        assert cs_io.read_gtd(file).frame.loc[0, "place"] == "Café District"


def test_a_table_of_another_layout_is_refused_by_name() -> None:
    with pytest.raises(InvalidValueError, match="have the columns of Iraq Body Count"):
        cs_io.read_ibc(FILES / "gtd.csv")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: cs_io.read_ucdp("no such file.csv"), InvalidValueError),
        (lambda: cs_io.read_ucdp(31), InvalidTypeError),
        (lambda: cs_io.read_ibc(FILES / "ibc.csv", inverted="drop"), InvalidValueError),
        (
            lambda: cs_io.read_generic(FILES / "generic.csv", columns={"toll": "x"}),
            InvalidValueError,
        ),
        (
            lambda: cs_io.read_generic(FILES / "generic.csv", columns={"low": "x"}),
            InvalidValueError,
        ),
    ],
)
def test_refusals(call: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


def test_a_loaded_file_shows_itself() -> None:
    loaded = cs_io.read_airwars(FILES / "airwars_pages.csv")
    frame, table = loaded
    assert frame is loaded.frame
    assert table is loaded.repairs
    assert repr(loaded).startswith("Loaded(Airwars, incident pages: 6 incidents")
    assert "\n" not in repr(loaded)
    assert loaded.summary()["cells"].sum() == len(table)
    assert "spreadsheet date" in loaded._repr_html_()


@pytest.mark.parametrize("name", ["ucdp", "acled", "airwars", "ibc", "gtd", "generic"])
def test_every_layout_cites_its_codebook(name: str) -> None:
    layout = load_layout(name)
    assert layout.inverted_source
    for version in layout.versions:
        assert len(version.source) > 20
        assert not version.unknown or version.unknown_source
        assert not version.sums or version.sums_source


def test_the_ucdp_sample(shared_path: Path) -> None:
    """A thousand real events: nothing dropped, nothing filled, every change accounted for."""
    path = shared_path / "data" / "ucdp_ged_sample1000.csv"
    loaded = cs_io.read_ucdp(path)
    raw = pd.read_csv(path)
    assert len(loaded.frame) == len(raw) == 1000
    changed = set()
    for column in ("low", "best", "high"):
        differs = loaded.frame[column].astype("float64") != raw[column]
        changed |= set(raw.index[differs])
    accounted = loaded.repairs[loaded.repairs["action"] == "repaired"].index
    assert changed == set(accounted)
    assert not loaded.frame["date"].isna().any()
    sums = raw[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
    assert len(repairs(loaded, "sum")) == int((sums != raw["best"]).sum())
