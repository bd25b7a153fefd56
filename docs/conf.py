"""How the documentation is built: ``python -m sphinx -W docs docs/_build``.

Notebooks are copied from ``notebooks/`` and executed during the build, so that the pages show the
pictures of the code as it is. Nothing is fetched from a network, and no page fetches anything.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import casualtystats

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
# Pages are found by pattern, so that one can be written before its section is complete.
suppress_warnings = ["toc.empty_glob"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

shown = HERE / "notebooks"
shown.mkdir(exist_ok=True)
for notebook in NOTEBOOKS.glob("*.ipynb"):
    copied = shown / notebook.name
    if not copied.exists() or copied.read_bytes() != notebook.read_bytes():
        shutil.copyfile(notebook, copied)
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
    "header_links_before_dropdown": 6,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
