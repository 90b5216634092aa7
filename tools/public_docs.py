"""Build the documentation of other projects with the PDF builder: ``public_docs.py FOLDER``.

*FOLDER* holds source packages, such as ``pip download --no-deps --no-binary :all: sphinx attrs
flask`` leaves there. Each ``docs`` or ``doc`` folder in them with a ``conf.py`` is built;
extensions that are not installed, or that would ask the network, are left out. Printed for each:
how it ended, how many warnings came from the builder and how many from elsewhere, pages, seconds,
bytes. Status 0: every one was built.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path

from pypdf import PdfReader

RUN = """
import sys
from importlib.util import find_spec
source, out = sys.argv[1:3]
from sphinx import application, config
read = config.eval_config_file
def without(*args, **kwargs):
    found = read(*args, **kwargs)
    def there(name):
        try:
            return find_spec(name) is not None
        except ImportError:
            return False
    wanted = [name for name in found.get("extensions", []) if there(name)]
    found["extensions"] = [name for name in wanted if name != "sphinx.ext.intersphinx"]
    found["extensions"].append("sphinx_commspolicy.pdf")
    found["typst_missing_glyphs"] = "warn"
    found["html_theme"] = "alabaster"
    found.pop("needs_sphinx", None)
    return found
config.eval_config_file = without
from sphinx.cmd.build import main
sys.exit(main(["-T", "-b", "typstpdf", source, out]))
"""


def build(archive: Path, folder: Path) -> bool:
    """Unpack *archive* into *folder* and build what it documents; return whether that worked."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    name = archive.name.removesuffix(".tar.gz")
    conf = next(
        (
            found
            for part in ("doc", "docs", "docs/source")
            if (found := folder / name / part / "conf.py").is_file()
        ),
        None,
    )
    if conf is None:
        print(f"{name}: no documentation in the package")
        return False
    out = folder / f"{name}-pdf"
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - the command is our own
        [sys.executable, "-c", RUN, str(conf.parent), str(out)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(_paths(folder / name))},
    )
    seconds = time.perf_counter() - began
    (folder / f"{name}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    warnings = re.findall(r"WARNING: .*", done.stderr)
    ours = [warning for warning in warnings if "[typst." in warning]
    pdfs = sorted(out.glob("*.pdf"))
    pages = sum(len(PdfReader(pdf).pages) for pdf in pdfs)
    size = sum(pdf.stat().st_size for pdf in pdfs)
    print(
        f"{name}: {'built' if done.returncode == 0 and pdfs else 'FAILED'}, {pages} pages, "
        f"{size} bytes, {seconds:.1f} s, {len(ours)} warnings of the builder, "
        f"{len(warnings) - len(ours)} others"
    )
    if done.returncode or not pdfs:
        print(done.stderr[-3000:])
    return done.returncode == 0 and bool(pdfs)


def _paths(project: Path) -> list[str]:
    here = str(Path(__file__).resolve().parent.parent)
    return [str(path) for path in (project, project / "src") if path.is_dir()] + [here]


def main(folder: Path) -> int:
    """Build everything in *folder*."""
    results = [build(archive, folder) for archive in sorted(folder.glob("*.tar.gz"))]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
