"""How the documentation is built: ``python -m sphinx -W docs docs/_build``.

Notebooks are copied from ``notebooks/`` and executed during the build, so that the pages show the
pictures of the code as it is. Nothing is fetched from a network, and no page fetches anything.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

import casualtystats

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"

project = "casualtystats"
author = "The casualtystats founders"
copyright = author  # Sphinx’s name
version = release = casualtystats.__version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"]
exclude_patterns = ["_build", "_templates"]
templates_path = ["_templates"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# What is made for the build is made anew, so that nothing stays of names that have gone.
shutil.rmtree(HERE / "reference" / "generated", ignore_errors=True)
shutil.rmtree(HERE / "notebooks", ignore_errors=True)
(HERE / "notebooks").mkdir()
for notebook in NOTEBOOKS.glob("*.ipynb"):
    shutil.copyfile(notebook, HERE / "notebooks" / notebook.name)
nb_execution_mode = os.environ.get("CASUALTYSTATS_DOCS_NOTEBOOKS", "force")
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
# Warnings of libraries' own shutdown in the kernel are theirs; ours fail the notebook stage.
nb_output_stderr = "show"

autosummary_generate = True
autodoc_typehints = "none"  # numpydoc's Parameters name the types
autodoc_default_options = {"members": False}
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = "casualtystats"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "casualtystats"},
    "show_prev_next": True,
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars: dict[str, list[str]] = {"index": [], "tutorial": [], "notebooks/*": []}
html_context = {"default_mode": "auto"}


def tidy_examples(_app: Sphinx, doctree: nodes.document) -> None:
    """Drop the blank line that ends an example: doctest needs it, readers do not.

    Sentences wrap, in errors and where a line is longer than code ever is; tables scroll.
    """
    for block in doctree.findall(nodes.literal_block):
        words = block.astext().rstrip()
        block.children = [nodes.Text(words)]
        block.rawsource = words
        if "Traceback" in words or max(map(len, words.splitlines()), default=0) > 110:
            block["classes"].append("sentences")


def setup(app: Sphinx) -> None:
    """Hook into the build."""
    app.connect("doctree-read", tidy_examples)
