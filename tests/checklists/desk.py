from datetime import UTC, datetime
from pathlib import Path

from app.checklists.check import check_folder

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class Desk:
    """A copy of the checklist that an author may spoil."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name, old, new):
        """Replaces the one place where `old` stands; its line."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def line_of(self, name, text):
        before, _, _ = (self.folder / name).read_text(encoding="utf-8").partition(text)
        return before.count("\n") + 1

    def faults(self):
        """As (file, line, rule, item), without the warnings that the checklist has anyway."""
        return [
            (str(Path(f.file).relative_to(self.folder)), f.line, f.rule, f.item)
            for f in check_folder(self.folder)
            if f.rule != "citation-status"
        ]
