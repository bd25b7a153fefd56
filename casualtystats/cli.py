"""The shell's door: ``casualtystats parse | estimate | compare | total | report``."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, Literal

from casualtystats import __version__
from casualtystats.errors import CasualtyStatsError, CasualtyStatsWarning, InvalidValueError

__all__ = ["main"]

_FINE, _PROBLEMS, _USAGE, _INTERRUPTED = 0, 1, 2, 130

_ABOUT = """\
Reported death tolls: read, estimated, compared, summed.

  said      casualtystats parse      words            -> the claims they make
  meant     casualtystats estimate   a figure         -> the toll it means, as an interval
  compared  casualtystats compare    two figures      -> how many times as many, how surely
  summed    casualtystats total      many figures     -> their sum, dependence declared
  shown     casualtystats report     a table          -> one HTML page to file and send
"""

_AFTER = """\
Input is what you type, or lines on stdin, or a table with --input (CSV, TSV, JSON lines,
Parquet; "-" is stdin). Output is JSON, JSON lines or CSV on stdout, or in --output.
Exit codes: 0 all rows used; 1 some rows could not be used, each says why in "problem";
2 the command cannot run; 130 interrupted. "casualtystats VERB --help" has examples.
"""

_EXAMPLES = {
    "parse": """\
examples:
  casualtystats parse "At least 31 people were killed, activists said."
  cat article.txt | casualtystats parse --format csv
  casualtystats parse --input articles.jsonl --text body --keep url --output claims.csv

What the words say, and only that: "at least 31" has low 31 and no high. Nothing is estimated.
""",
    "estimate": """\
examples:
  casualtystats estimate "at least 31" "several thousand" 352
  casualtystats estimate --level 0.9 "over 40"
  casualtystats estimate --scheme acled dozens
  casualtystats estimate --input incidents.csv --figure killed --output estimates.csv
  casualtystats estimate --input ged.csv          (columns low, best, high)

lower, median and upper bound the toll that careful documentation of the same incident ends up
recording. 0.95 is the probability of the interval, not a promise about any one incident.
""",
    "compare": """\
examples:
  casualtystats compare 352 "several thousand"
  casualtystats compare --input figures.csv --official coalition --monitor airwars

OFFICIAL comes first. The ratio is monitor / official. Both must count the same thing: killed is
not injured, and civilians are not all of the dead.
""",
    "total": """\
examples:
  casualtystats total --correlation 0.3 "at least 31" 42 "over 40"
  casualtystats total --correlation 0 --input reports.csv --figure text --incident incident
  casualtystats total --correlation unknown --input incidents.csv --by year

--correlation has no default, because it decides how wide the answer is: 0 if every figure errs
for reasons of its own, 1 if one habit of reporting makes all of them too low or too high.
""",
    "report": """\
examples:
  casualtystats report --input reports.csv --title "Two strikes in May" --output page.html
  casualtystats report --input reports.csv --title "2017" --correlation 0.3 --output page.html

The table has a column of words (--figure) and, if there are several, one of incidents (--by);
source, role, date, origin, actor, place, period, standard and url are used where they are there.
""",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : sequence of str or None
        The arguments; None takes those of the process.

    Returns
    -------
    int
        0 if all rows were used, 1 if some could not be, 2 if the command cannot run.

    Examples
    --------
    >>> main(["estimate", "--format", "csv", "--scheme", "acled", "dozens"])
    figure,lower,median,upper,level,problem
    dozens,12.0,12.0,12.0,0.95,
    0
    """
    options = _parser().parse_args(argv)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CasualtyStatsWarning)  # told by the exit code
            code: int = options.run(options)
    except CasualtyStatsError as error:
        _say(str(error))
        return _USAGE
    except UnicodeDecodeError as error:
        _say(f"input must be text in UTF-8; {error}.")
        return _USAGE
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FINE
    except KeyboardInterrupt:
        _say("interrupted")
        return _INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="casualtystats", description=_ABOUT, epilog=_AFTER, formatter_class=form
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], about: str) -> Any:
        one = verbs.add_parser(
            name, help=about, description=about, epilog=_EXAMPLES[name], formatter_class=form
        )
        one.set_defaults(run=run)
        table = one.add_argument_group("tables")
        table.add_argument("--input", metavar="FILE", help='a table; "-" is stdin')
        table.add_argument("--input-format", choices=("csv", "tsv", "jsonl", "parquet"))
        table.add_argument("--output", metavar="FILE", help="where to write (default: stdout)")
        if name != "report":
            one.add_argument("--format", choices=("json", "jsonl", "csv"), help="(default: json)")
        return one

    one = verb("parse", _parse, "read the claims that texts make")
    one.add_argument(
        "words", nargs="*", metavar="TEXT", help="texts; none reads stdin, a line each"
    )
    one.add_argument("--text", default="text", metavar="COLUMN", help="column of texts (text)")
    one.add_argument("--lang", default="en", help="a BCP 47 code, or auto (default: en)")
    one.add_argument("--keep", nargs="+", default=[], metavar="COLUMN", help="columns to repeat")

    one = verb("estimate", _estimate, "estimate the tolls that figures mean")
    one.add_argument("words", nargs="*", metavar="FIGURE", help='"at least 31", 352, dozens …')
    one.add_argument("--figure", metavar="COLUMN", help="column of words or numbers")
    _add_reading(one)
    one.add_argument("--scheme", help="a codebook's fixed numbers instead (acled, gtd …)")

    one = verb("compare", _compare, "set an official against a monitor's figure")
    one.add_argument("words", nargs="*", metavar="FIGURE", help="OFFICIAL MONITOR")
    one.add_argument("--official", default="official", metavar="COLUMN")
    one.add_argument("--monitor", default="monitor", metavar="COLUMN")
    _add_reading(one)

    one = verb("total", _total, "sum figures, their dependence declared")
    one.add_argument("words", nargs="*", metavar="FIGURE", help="one per incident")
    one.add_argument("--correlation", required=True, help='0 to 1, or "unknown"')
    one.add_argument("--figure", metavar="COLUMN", help="column of words or numbers")
    one.add_argument("--by", nargs="+", default=[], metavar="COLUMN", help="sum group by group")
    one.add_argument("--incident", metavar="COLUMN", help="fuse the reports of an incident first")
    _add_reading(one)

    one = verb("report", _report, "write one HTML page from a table of reports")
    one.add_argument("--title", required=True)
    one.add_argument("--figure", default="text", metavar="COLUMN", help="column of words (text)")
    one.add_argument("--by", default="incident", metavar="COLUMN", help="(default: incident)")
    one.add_argument("--correlation", help="also sum the incidents: 0 to 1, or unknown")
    one.add_argument("--note", default="", help="a paragraph under the title")
    _add_reading(one)
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--level", type=float, default=0.95, help="a fraction (default: 0.95)")
    parser.add_argument("--reading", default="documented", help="what words mean in numbers")
    parser.add_argument("--lang", default="auto", help="language of the words (default: auto)")


def _parse(options: argparse.Namespace) -> int:
    from casualtystats.tables.frames import parse_frame

    def read(part: Any) -> Any:
        claims = parse_frame(part, text=options.text, lang=options.lang, keep=options.keep)
        return claims.rename_axis("row").reset_index()

    return _write(map(read, _counted(_parts(options, options.text), options)), options)


def _estimate(options: argparse.Namespace) -> int:
    from casualtystats.tables.frames import estimate_frame

    figure = options.figure if options.input else "figure"

    def read(part: Any) -> Any:
        result = estimate_frame(
            part,
            figure=figure,
            level=options.level,
            reading=options.reading,
            scheme=options.scheme,
            lang=options.lang,
        )
        return _beside(part, result)

    return _write(map(read, _counted(_parts(options, "figure"), options)), options)


def _compare(options: argparse.Namespace) -> int:
    import pandas as pd

    from casualtystats.comparison.compare import compare
    from casualtystats.evidence.report import Report
    from casualtystats.tables.frames import compare_frame

    names = (options.official, options.monitor)
    if options.input:
        parts = _parts(options, "figure")
    elif len(options.words) == len(names):
        parts = iter([pd.DataFrame([options.words], columns=list(names))])
    else:
        raise InvalidValueError("compare", "get two figures", options.words, "Official first.")
    asked = {"level": options.level, "reading": options.reading}

    def read(part: Any) -> Any:
        result = compare_frame(
            part, official=names[0], monitor=names[1], lang=options.lang, **asked
        )
        if not options.input and result["problem"].isna().all():
            sides = (Report(words, lang=options.lang) for words in options.words)
            result["sentence"] = str(compare(*sides, **asked))
        return _beside(part, result)

    return _write(map(read, _counted(parts, options)), options)


def _total(options: argparse.Namespace) -> int:
    import pandas as pd

    from casualtystats.tables.frames import total_frame

    parts = list(_counted(_parts(options, "figure"), options))
    frame = pd.concat(parts) if parts else pd.DataFrame({"figure": []}, dtype=object)
    result = total_frame(
        frame,
        correlation=_correlation(options.correlation),
        by=options.by,
        incident=options.incident,
        figure=options.figure if options.input else "figure",
        reading=options.reading,
        level=options.level,
        lang=options.lang,
    )
    return _write([result.reset_index() if options.by else result], options)


def _report(options: argparse.Namespace) -> int:
    import pandas as pd

    from casualtystats.tables.frames import estimate_frame
    from casualtystats.tables.page import page

    if not options.input:
        raise InvalidValueError("report", "get a table", None, "Name it with --input.")
    parts = list(_counted(_parts(options, options.figure), options))
    reports = pd.concat(parts) if parts else pd.DataFrame()
    html = page(
        reports,
        title=options.title,
        figure=options.figure,
        by=options.by,
        level=options.level,
        reading=options.reading,
        correlation=None if options.correlation is None else _correlation(options.correlation),
        note=options.note,
        lang=options.lang,
    )
    with _output(options) as out:
        out.write(html)
    problems = estimate_frame(reports, figure=options.figure, lang=options.lang)["problem"]
    return _ended(int(problems.notna().sum()))


def _parts(options: argparse.Namespace, column: str) -> Iterator[Any]:
    """Yield the input as tables: what was typed, lines on stdin, or a file part by part."""
    import pandas as pd

    from casualtystats.io.streams import kind_of_file, read_parts

    words = getattr(options, "words", [])
    if options.input and words:
        raise InvalidValueError("input", "be a file or figures typed out, not both", words)
    if options.input == "-":
        yield from read_parts(sys.stdin, options.input_format or "csv")
    elif options.input:
        yield from read_parts(options.input, kind_of_file(options.input, options.input_format))
    elif words:
        yield pd.DataFrame({column: words}, dtype=object)
    elif sys.stdin.isatty():
        raise InvalidValueError(
            options.verb, "get something to read", None, "Type it, pipe it, or name an --input."
        )
    else:
        lines = [line.strip() for line in sys.stdin]
        yield pd.DataFrame({column: [line for line in lines if line]}, dtype=object)


def _beside(part: Any, result: Any) -> Any:
    """Put a result behind the columns of its input."""
    import pandas as pd

    clash = {name: f"original_{name}" for name in part.columns if name in result.columns}
    return pd.concat([part.rename(columns=clash), result], axis=1)


def _counted(parts: Iterable[Any], options: argparse.Namespace) -> Iterator[Any]:
    """Show on stderr how many rows are done, if that takes long and someone is looking."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield from parts
        return
    with tqdm(unit=" rows", delay=2, disable=None, desc=options.verb, file=sys.stderr) as bar:
        for part in parts:
            yield part
            bar.update(len(part))


def _write(parts: Iterable[Any], options: argparse.Namespace) -> int:
    from casualtystats.io.streams import write_parts

    suffix = Path(options.output or "").suffix.lower().lstrip(".")
    form = options.format or (suffix if suffix in ("csv", "jsonl") else "json")
    failed = 0

    def counted() -> Iterator[Any]:
        nonlocal failed
        for part in parts:
            failed += int(part["problem"].notna().sum())
            yield part

    with _output(options) as out:
        write_parts(counted(), out, form)
    return _ended(failed)


def _ended(failed: int) -> int:
    """Return the exit code, and say how many rows could not be used."""
    if failed:
        rows = "1 row has a problem" if failed == 1 else f"{failed:,} rows have a problem"
        _say(f"{rows}; the column problem, or the page, says what")
    return _PROBLEMS if failed else _FINE


def _output(options: argparse.Namespace) -> AbstractContextManager[IO[str]]:
    from casualtystats.io.streams import replacing

    return replacing(options.output, options.input) if options.output else nullcontext(sys.stdout)


def _correlation(text: str) -> float | Literal["unknown"]:
    if text == "unknown":
        return "unknown"
    try:
        return float(text)
    except ValueError:
        raise InvalidValueError("correlation", "be a number or unknown", text) from None


def _say(message: str) -> None:
    print(f"casualtystats: {message}", file=sys.stderr)  # noqa: T201  # the shell's door speaks
