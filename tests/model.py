"""The 24 model items as a folder of their own: small, and the same while the checklist grows."""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

SHIPPED = Path(__file__).parents[1] / "checklists"
MODEL = Path(__file__).parent / "model_checklist"


def write_model(folder):
    """The model items with those thresholds and sources of the checklist that they cite."""
    shutil.copytree(MODEL, folder)
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("[01]*.yaml"))]
    cited = set(re.findall(r"\bT[0-9]{3}\b", "".join(texts)))
    for name in ("thresholds.yaml", "zh/thresholds.yaml"):
        lines = (SHIPPED / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not (id := _threshold(line)) or id in cited]
        (folder / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    texts.append((folder / "thresholds.yaml").read_text(encoding="utf-8"))
    (folder / "standards").mkdir()
    for std in set(re.findall(r"\bstd: ([a-z0-9.-]+)", "".join(texts))):
        shutil.copy(SHIPPED / "standards" / f"{std}.yaml", folder / "standards")
    shutil.copytree(SHIPPED / "programmes", folder / "programmes")
    return folder


@cache
def model_folder():
    """Written once a process; nobody writes into it."""
    return write_model(Path(_kept.name) / "checklists")


_kept = TemporaryDirectory(prefix="model-")


def _threshold(line):
    found = re.match(r"\s+(?:- \{id: )?(T[0-9]{3})\b", line)
    return found[1] if found else ""
