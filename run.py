#!/usr/bin/env python3
"""Set up and run casualtystats with nothing but Python 3.11+ and this checkout.

    python3 run.py example    run the example notebook end to end; it says where the pictures are
    python3 run.py test       run every stage of the tests
    python3 run.py test unit  run only the named stages
    python3 run.py spark      run the Spark stage (installs pyspark, 435 MB; needs Java 17)
    python3 run.py lock       resolve requirements.lock anew (needs uv)

The environment is made in .venv and made anew only when pyproject.toml or the lock changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
OLDEST = (3, 11)


def python_of(venv: Path) -> str:
    """Return the path of an environment's interpreter."""
    windows = os.name == "nt"
    return str(venv / ("Scripts/python.exe" if windows else "bin/python"))


def call(command: list[str], **kwargs: object) -> None:
    """Run a command from the checkout and stop with its exit code if it fails."""
    done = subprocess.run(command, cwd=ROOT, check=False, **kwargs)  # type: ignore[call-overload]
    if done.returncode:
        print(f"failed ({done.returncode}): {' '.join(command)}", file=sys.stderr)
        sys.exit(done.returncode)


def environment(extra: str, venv: Path) -> str:
    """Make `venv` with the named extra unless its stamp says it is up to date."""
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes() + str(ROOT).encode()
    ).hexdigest()
    stamp = venv / f".casualtystats-{extra}"
    python = python_of(venv)
    if stamp.is_file() and stamp.read_text() == wanted and Path(python).exists():
        return python
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "Python's venv module is missing. On Debian or Ubuntu install it with\n"
            f"    sudo apt-get install python{version}-venv\n"
            "on Fedora and macOS it comes with Python itself. Then run this command again."
        )
    print(f"Setting up {venv.name} with casualtystats[{extra}] …", flush=True)
    uv = shutil.which("uv")
    if not Path(python).exists():
        call([sys.executable, "-m", "venv", str(venv)])
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    call([*install, "--quiet", "-c", str(LOCK), "-e", f".[{extra}]"])
    stamp.write_text(wanted)
    return python


def example() -> None:
    """Execute the bundled notebook and leave it, its page and its pictures in one folder."""
    python = environment("notebook", ROOT / ".venv")
    call([python, str(ROOT / "notebooks" / "execute.py"), "example.ipynb"])


def test(names: list[str]) -> None:
    """Run the stages of the test command, in order, and say how each ended."""
    python = environment("test", ROOT / ".venv")
    call([python, str(ROOT / "tests" / "stages.py"), *names])


def spark() -> None:
    """Run the tests that need a Spark session, in an environment of their own."""
    python = environment("test,spark", ROOT / ".venv-spark")
    call([python, "-m", "pytest", "-m", "spark", "-q", "tests/tables"])


def lock() -> None:
    """Resolve the versions that are tested, for every platform, without addresses."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("uv must be installed to resolve the lock: python -m pip install uv")
    command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    command += ["--extra", "test", "--extra", "spark", "--no-header", "--no-annotate", "--quiet"]
    call([*command, "--upgrade", "--output-file", str(LOCK)])


def main(arguments: list[str]) -> None:
    """Read the command line and do the one thing it asks for."""
    if sys.version_info < OLDEST:
        sys.exit("casualtystats needs Python 3.11 or later; this is " + sys.version.split()[0])
    started = time.monotonic()
    match arguments:
        case ["example"]:
            example()
        case ["test", *names]:
            test(names)
        case ["spark"]:
            spark()
        case ["lock"]:
            lock()
        case _:
            sys.exit(__doc__)
    print(f"Done in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main(sys.argv[1:])
