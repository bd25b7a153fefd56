"""The script that writes readings: what it writes loads, and says where each number is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from calibration.fit import main
from casualtystats.toll.reading import Reading


def test_a_reading_fitted_to_your_own_data_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{n},{n},{n}" for n in range(2, 40, 3)]
    rows += [f"at least {n},{n},{n + n // 4}" for n in range(3, 40, 4)]
    rows += [f"{n}-{n + 5},{n},{n + 5}" for n in range(3, 40, 6)]
    data = tmp_path / "register.csv"
    data.write_text("figure,min,max\n" + "\n".join(rows) + "\n", "utf-8")
    main(["--tbij", str(data), "--out", str(tmp_path)])
    assert f"of {len(rows)} cases" in capsys.readouterr().out
    fitted = Reading.load(tmp_path / "documented.toml")
    shipped = Reading.load("documented")
    assert set(fitted.parameters) == set(shipped.parameters)
    assert fitted.parameters["at_least.up"].n == len(range(3, 40, 4))
    # figures that all stay are read as staying more often than the Bureau's do
    assert fitted.parameters["exact.stays"].estimate > shipped.parameters["exact.stays"].estimate
    assert "prior N" in fitted.parameters["shared.spread_digits"].source
