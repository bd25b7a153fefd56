"""One self-contained HTML page: no network, no script, every word escaped."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from casualtystats.display.html import escape

__all__ = ["definitions", "document", "items", "link", "quoted"]

# Nothing may load and nothing may run, even if some text got through: the browser is told so.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document(title: str, body: str, *, lang: str = "en") -> str:
    """Return a whole HTML page with its style sheet inside.

    Parameters
    ----------
    title : str
        Title of the page, escaped here.
    body : str
        What stands inside ``<body>``, already escaped.
    lang : str
        Language of the page, a BCP 47 code.

    Returns
    -------
    str
        The page. It forbids the browser to load or run anything, reads on light and dark
        screens, prints, and sends no referrer with its links.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        '<body>\n<a class="skip" href="#figures">Skip to the figures</a>\n'
        f"{body}\n</body>\n</html>\n"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return files("casualtystats.display").joinpath("page.css").read_text("utf-8")


def link(url: str, words: str) -> str:
    """Return `words` as a link to `url` if that is a web address, else as words.

    Parameters
    ----------
    url : str
        Anything; only ``http`` and ``https`` addresses with a host become links.
    words : str
        What is shown.

    Returns
    -------
    str
        Escaped HTML.

    Examples
    --------
    >>> link("javascript:alert(1)", "source")
    'source'
    >>> link("https://example.org/a?b=1&c=2", "source")
    '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">source</a>'
    """
    try:
        parts = urlsplit(url.strip())
        safe = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        safe = False
    if not safe:
        return escape(words)
    return f'<a href="{escape(url.strip())}" rel="noopener noreferrer nofollow">{escape(words)}</a>'


def quoted(words: str) -> str:
    """Return verbatim words in quotation marks, kept apart from the direction of what is around.

    Examples
    --------
    >>> quoted("at <least> 31")
    '“<bdi>at &lt;least&gt; 31</bdi>”'
    """
    return f"“<bdi>{escape(words)}</bdi>”"


def items(lines: list[str], *, kind: str = "") -> str:
    """Return lines, escaped here, as a list; nothing for none."""
    if not lines:
        return ""
    name = f' class="{escape(kind)}"' if kind else ""
    return f"<ul{name}>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def definitions(rows: list[tuple[str, str]]) -> str:
    """Return names and values, both escaped here, as a list of definitions."""
    return (
        "<dl>"
        + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
        + "</dl>"
    )
