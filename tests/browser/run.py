"""Look at every page of the example and of the manual in a real browser, and measure what it shows.

    python tests/browser/run.py [--site example] [--pages reach-us,index] [--skip nu]

Every page is measured at two widths, in light and in dark, by keyboard, enlarged and on paper.

A log of ``commspolicy check --format sarif`` is held against the published types of SARIF 2.1.0:
the standard's own JSON Schema comes with no package that is kept up.

All of it in one font, DejaVu Sans, wherever it runs: the letters of few readers are as wide, so
that what has room here has room everywhere.

Needs Chromium, DejaVu, Node.js and Java. Installs axe-core, Playwright's driver, Lighthouse,
TypeScript and the Nu checker from ``package.json`` into a folder outside the checkout, once. Prints
a table; the exit status is 1 where anything fails.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
POLICY = "default-src 'self'"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FONTS = Path("/usr/share/fonts/truetype/dejavu")
FONTS_ONLY = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>
"""
WORKERS = 2
MOST_EXAMPLES = 6

# what Lighthouse and the budget look at
CONTENT_PAGE = "reach-us.html"
MOST_REQUESTS = 4
MOST_BYTES = 12 * 1024
LEAST_PERFORMANCE = 99

SITES: dict[str, dict[str, Any]] = {
    "example": {
        "source": "example_site",
        "query": "email",
        "numbers": ["741741", "988", "call 911", "(503) 555-0140", "office 42424242"],
        # how many sheets of paper a page may take at most
        "sheets": {"reach-us.html": 2},
    },
    "manual": {"source": "docs", "query": "turnaround"},
    # the mirrored pages
    "rtl": {"source": "example_site", "settings": ["-Dlanguage=ar"], "query": "email"},
    # the longest words, the deepest lists of pages
    "stress": {"source": "tests/browser/stress", "query": "clinician"},
}


def main() -> int:
    """Build, look, tell."""
    began = time.monotonic()
    wanted = _parser().parse_args()
    tools = install()
    rows: list[tuple[str, str, list[str]]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        choose_fonts(folder)
        names = wanted.site or list(SITES)
        with ThreadPoolExecutor(WORKERS) as pool:
            built = pool.map(build, names, [folder / site for site in names])
            sites = dict(zip(names, built, strict=True))
        server, address = serve(folder)
        try:
            if "browser" not in wanted.skip:
                found = look(tools, folder, sites, address, wanted)
                for check, result in sorted(found["checks"].items()):
                    rows.append((check, f"{result['pages']}", result["failures"]))
            if "nu" not in wanted.skip:
                rows.append(("Nu: HTML errors", *nu(tools, sites)))
            if "sarif" not in wanted.skip:
                rows.append(("SARIF: errors of type", *sarif(tools, folder)))
            if "lighthouse" not in wanted.skip and "example" in sites:
                rows += lighthouse(tools, folder, f"{address}/example/{CONTENT_PAGE}")
        finally:
            server.shutdown()
    failed = tell(rows)
    if "browser" not in wanted.skip:
        for figure, value in sorted(found["figures"].items()):
            print(f"  {figure}: {round(value, 2)}")
    print(f"\n{len(rows)} checks, {failed} failed, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", action="append", choices=list(SITES), help="only this one")
    parser.add_argument("--pages", default="", help="only these, separated by commas")
    parser.add_argument(
        "--skip", action="append", default=[], choices=["browser", "nu", "lighthouse", "sarif"]
    )
    return parser


def install() -> Path:
    """Return the folder that holds the tools, installed when package.json has changed."""
    chosen = os.environ.get("COMMSPOLICY_BROWSER_TOOLS")
    folder = Path(chosen) if chosen else Path.home() / ".cache" / "commspolicy-browser"
    wanted = (HERE / "package.json").read_text("utf-8")
    stamp = folder / "installed.json"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", folder / "package.json")
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=folder, check=True)
        stamp.write_text(wanted, "utf-8")
    return folder / "node_modules"


def chromium() -> str:
    """Return the browser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    sys.exit("run.py: Chromium is needed (Debian and Ubuntu: apt install chromium)")


def choose_fonts(folder: Path) -> None:
    """Let every browser of this run have the widest font there is, and no other."""
    if not any(FONTS.glob("*.ttf")):
        sys.exit("run.py: DejaVu is needed (Debian and Ubuntu: apt install fonts-dejavu-core)")
    chosen = folder / "fonts.conf"
    chosen.write_text(FONTS_ONLY.format(fonts=FONTS, cache=folder / "fonts"), "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(chosen)


def build(site: str, out: Path) -> Path:
    """Build a site with the theme; exit where that fails."""
    settings = SITES[site]
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q"]
    command += [f"-d{out}-doctrees", *settings.get("settings", ())]
    subprocess.run([*command, str(ROOT / settings["source"]), str(out)], check=True, cwd=ROOT)
    return out


class _Handler(SimpleHTTPRequestHandler):
    """Serves pages as a careful static host does: with a strict policy, and packed."""

    policy = POLICY

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        if "gzip" in self.headers.get("Accept-Encoding", "") and path.suffix in {
            ".html",
            ".css",
            ".js",
            ".svg",
        }:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        del format, args


def serve(folder: Path, policy: str = POLICY) -> tuple[ThreadingHTTPServer, str]:
    """Serve *folder* on a free port; return the server and its address."""
    handler = type("_Policed", (_Handler,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def look(
    tools: Path, folder: Path, sites: dict[str, Path], address: str, wanted: argparse.Namespace
) -> dict[str, Any]:
    """Open every page in the browser; return what was measured."""
    chosen = {f"{name}.html" for name in wanted.pages.split(",") if name}
    job = {
        "chromium": chromium(),
        "flags": FLAGS,
        "workers": WORKERS,
        "sites": [
            {
                "name": name,
                "address": f"{address}/{name}",
                "pages": [page for page in pages(out) if not chosen or page in chosen],
                "documents": [
                    page for page in pages(out) if page not in {"search.html", "genindex.html"}
                ],
                "query": SITES[name]["query"],
                "numbers": SITES[name].get("numbers", []),
                "sheets": SITES[name].get("sheets", {}),
            }
            for name, out in sites.items()
        ],
    }
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    command = ["node", str(HERE / "checks.cjs"), str(folder / "job.json"), str(folder / "found")]
    subprocess.run(command, check=True, env={**os.environ, "NODE_PATH": str(tools)})
    found: dict[str, Any] = json.loads((folder / "found").read_text("utf-8"))
    return found


def pages(out: Path) -> list[str]:
    """Return every page of a built site."""
    found = (path.relative_to(out) for path in out.rglob("*.html"))
    return sorted(path.as_posix() for path in found if path.parts[0] != "_static")


def nu(tools: Path, sites: dict[str, Path]) -> tuple[str, list[str]]:
    """Return how many pages the Nu checker has read, and its errors."""
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [str(out / page) for out in sites.values() for page in pages(out)]
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr or done.stdout or '{"messages": []}')["messages"]
    told = [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine')}: "
        f"{message['message']} {message.get('extract', '')!r}"
        for message in messages
    ]
    return str(len(files)), told


HANDBOOK = {
    "conf.py": (
        'extensions = ["sphinx_commspolicy"]\ncommspolicy_today = "2026-11-23"\n'
        'commspolicy_silences = [{"rule": "need-unrouted", "reason": "a small practice"}]\n'
    ),
    "practice.yaml": (
        "practice: {name: Elm Street Therapy, country: US, sample: true}\n"
        "methods:\n  phone: {name: Phone, system: phone, value: 503-555-0140}\n"
    ),
    "index.rst": (
        "Reach us\n========\n\nCall 503-555-0140. We answer promptly. Look on Friendster.\n"
    ),
}
"""A handbook with findings, one with a fix and a related place, and a silence."""


def sarif(tools: Path, folder: Path) -> tuple[str, list[str]]:
    """Return how many findings a log of SARIF has, and what is wrong with its types."""
    source = folder / "sarif"
    source.mkdir()
    for name, text in HANDBOOK.items():
        (source / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx_commspolicy.cli", "check", ".", "--format", "sarif"]
    log = subprocess.run(command, cwd=source, capture_output=True, check=False).stdout.decode()
    results = json.loads(log)["runs"][0]["results"]
    lacking = [
        f"the log of the test has no {part}"
        for part in ("fixes", "relatedLocations", "suppressions")
        if not any(part in result for result in results)
    ]
    # as a literal, it may have no member that the types do not know
    typed = f'import type {{ Log }} from "sarif";\nexport const log: Log = {log};\n'
    (source / "log.ts").write_text(typed, "utf-8")
    (source / "node_modules").symlink_to(tools)
    options = ["--noEmit", "--strict", "--skipLibCheck", "--types", "sarif", "log.ts"]
    compiler = ["node", str(tools / "typescript" / "bin" / "tsc"), *options]
    done = subprocess.run(compiler, cwd=source, capture_output=True, text=True, check=False)
    return str(len(results)), [*lacking, *done.stdout.splitlines()]


def lighthouse(tools: Path, folder: Path, url: str) -> list[tuple[str, str, list[str]]]:
    """Return the scores, the layout shift and the weight of one content page, on a phone."""
    report = folder / "lighthouse.json"
    command = [
        "node",
        str(tools / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        "--only-categories=performance,accessibility,best-practices,seo",
        f"--chrome-flags=--headless {' '.join(FLAGS)} --user-data-dir={folder / 'profile'}",
    ]
    env = {**os.environ, "CHROME_PATH": chromium()}
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    found = json.loads(report.read_text("utf-8"))
    rows = []
    for name, category in found["categories"].items():
        score = round(100 * category["score"])
        least = LEAST_PERFORMANCE if name == "performance" else 100
        rows.append((f"Lighthouse: {name} {score}", "1", [] if score >= least else [str(score)]))
    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    rows.append((f"Lighthouse: layout shift {shift:g}", "1", [] if shift == 0 else [str(shift)]))
    requests = found["audits"]["network-requests"]["details"]["items"]
    sent = [item for item in requests if item["url"].startswith("http")]
    size = sum(item["transferSize"] for item in sent)
    heavy = [item["url"] for item in sent if item.get("resourceType") in {"Script", "Font"}]
    rows.append(
        (
            f"budget: {len(sent)} requests, {size / 1024:.1f} KiB",
            "1",
            ([] if len(sent) <= MOST_REQUESTS else [f"{len(sent)} requests"])
            + ([] if size <= MOST_BYTES else [f"{size} bytes"])
            + heavy,
        )
    )
    return rows


def tell(rows: list[tuple[str, str, list[str]]]) -> int:
    """Print the table; return how many checks failed. What others cause is only listed."""
    failed = 0
    width = max((len(check) for check, _, _ in rows), default=0)
    print(f"\n{'check':{width}}  {'seen':>5}  result")
    for check, seen, failures in rows:
        is_listed = check.endswith("(listed)")
        failed += bool(failures) and not is_listed
        verdict = f"{len(failures)} {'listed' if is_listed else 'FAILED'}" if failures else "ok"
        print(f"{check:{width}}  {seen:>5}  {verdict}")
        for failure in failures[:MOST_EXAMPLES]:
            print(f"    {failure}")
        if len(failures) > MOST_EXAMPLES:
            print(f"    … and {len(failures) - MOST_EXAMPLES} more")
    return failed


if __name__ == "__main__":
    sys.exit(main())
