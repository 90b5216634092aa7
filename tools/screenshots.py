"""Take pictures of the theme, beside the same pages in another theme, to be looked at.

    python tools/screenshots.py OUT [--beside furo] [--pages reach-us,index] [--manual index]

Builds the example with both themes, and once as a handbook that is written from right to left, and
the manual, and writes for each page: phone, open menu, desktop, dark, forced colors, paper; and the
picture of the README. Needs what ``tests/browser/run.py`` needs; paper is a PDF, and a picture of
each sheet where ``pdftoppm`` is.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests" / "browser"
PAGES = (
    "index,reach-us,emergencies,what-for,portal,our-clinicians/june,search,"
    "handouts/reach-sheet,handouts/cards,handouts/preferences,handouts/first-talk"
)
MANUAL_PAGES = "index,kitchen-sink,reference/directives,reference/rules/third-party-asset"

README_PICTURE = """<!DOCTYPE html><title>README</title><style>
body { margin: 0; height: 900px; position: relative; background: #e7edec; overflow: hidden }
img { position: absolute; border-radius: 12px; box-shadow: 0 6px 28px rgb(18 25 27 / .28) }
</style><img src="desktop.png" style="left: 60px; top: 60px; width: 1090px">
<img src="phone.png" style="right: 50px; top: 60px; width: 347px">
"""
"""The start page on a desktop, with the ways to reach the practice on a phone before it."""

# name, width, height, scheme, and what else
VIEWS: list[tuple[str, int, int, str, dict[str, Any]]] = [
    ("phone", 390, 844, "light", {}),
    ("phone-dark", 390, 844, "dark", {}),
    ("desktop", 1280, 800, "light", {}),
    ("desktop-dark", 1280, 800, "dark", {}),
    ("whole-phone", 390, 844, "light", {"full": True}),
    ("whole-desktop", 1280, 800, "light", {"full": True}),
    ("paper", 1280, 800, "dark", {"pdf": True}),
]
OWN_VIEWS: list[tuple[str, int, int, str, dict[str, Any]]] = [
    ("menu", 390, 844, "light", {"press": ".pages summary"}),
    ("forced-colors", 390, 844, "light", {"forced": True}),
]


def main() -> int:
    """Build, take pictures, say where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--beside", default="furo", help="theme to compare with; empty: none")
    parser.add_argument("--pages", default=PAGES, help="of the example, separated by commas")
    parser.add_argument("--manual", default=MANUAL_PAGES, help="of the manual")
    wanted = parser.parse_args()
    checks = _checks()
    tools = checks.install()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        editions: dict[str, list[str]] = {"ours": [], "ours-rtl": ["-Dlanguage=ar"], "manual": []}
        if wanted.beside:
            editions[wanted.beside] = [f"-Dhtml_theme={wanted.beside}"]
        for edition, settings in editions.items():
            source = "docs" if edition == "manual" else "example_site"
            build(source, folder / edition, settings)
        # other themes do not work under a strict policy
        server, address = checks.serve(folder, policy="")
        shots = [
            shot
            for edition in editions
            for page in (wanted.manual if edition == "manual" else wanted.pages).split(",")
            if page
            for shot in views(edition, page, address, wanted.out)
        ]
        shots += readme(address, folder, wanted.out)
        job = {"chromium": checks.chromium(), "flags": checks.FLAGS, "shots": shots}
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        command = ["node", str(BROWSER / "screenshots.cjs"), str(folder / "job.json")]
        subprocess.run(command, check=True, env={**os.environ, "NODE_PATH": str(tools)})  # noqa: S603
        server.shutdown()
    if shutil.which("pdftoppm"):
        for pdf in sorted(wanted.out.glob("*.pdf")):
            command = ["pdftoppm", "-r", "60", "-png", str(pdf), str(pdf.with_suffix(""))]
            subprocess.run(command, check=True)  # noqa: S603
    print(f"{len(shots)} pictures are in {wanted.out}")
    return 0


def build(source: str, out: Path, settings: list[str]) -> None:
    """Build the example or the manual."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", f"-d{out}-doctrees", *settings]
    subprocess.run([*command, str(ROOT / source), str(out)], check=True, cwd=ROOT)  # noqa: S603


def readme(address: str, folder: Path, out: Path) -> list[dict[str, Any]]:
    """Return what makes the picture of the README: two pages, then both side by side."""
    place = folder / "readme"
    place.mkdir()
    (place / "index.html").write_text(README_PICTURE, "utf-8")
    shot = {"scheme": "light", "full": False}
    return [
        {
            **shot,
            "url": f"{address}/ours/index.html",
            "path": str(place / "desktop.png"),
            "width": 1280,
            "height": 960,
        },
        {
            **shot,
            "url": f"{address}/ours/what-for.html",
            "path": str(place / "phone.png"),
            "width": 390,
            "height": 844,
        },
        {
            **shot,
            "url": f"{address}/readme/index.html",
            "path": str(out / "example.png"),
            "width": 1600,
            "height": 900,
        },
    ]


def views(edition: str, page: str, address: str, out: Path) -> list[dict[str, Any]]:
    """Return the pictures to take of one page."""
    chosen = [*VIEWS, *(OWN_VIEWS if edition in {"ours", "manual"} else [])]
    if edition.endswith("-rtl"):
        chosen = [view for view in VIEWS if view[0] in {"phone", "desktop"}]
    return [
        {
            "url": f"{address}/{edition}/{page}.html",
            "path": str(
                out
                / f"{page.replace('/', '-')}-{view}-{edition}.{'pdf' if 'pdf' in more else 'png'}"
            ),
            "width": width,
            "height": height,
            "scheme": scheme,
            "full": False,
            **more,
        }
        for view, width, height, scheme, more in chosen
    ]


def _checks() -> Any:
    """Return the module that knows the browser and its tools."""
    spec = importlib.util.spec_from_file_location("browser_checks", BROWSER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
