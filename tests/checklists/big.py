"""Writes an edition back as the folder an author would have written."""

import json
import shutil

from tests.checklists.desk import CHECKLIST

TEXT = ("title", "requirement", "criterion", "guidance", "failure")


def write_folder(edition, folder):
    """The frame of this repository's checklist around the items of `edition`."""
    shutil.copytree(CHECKLIST, folder)
    for category in edition.categories:
        (folder / f"{category.id}.yaml").write_text(_category(category), encoding="utf-8")
        (folder / "zh" / f"{category.id}.yaml").write_text(_chinese(category), encoding="utf-8")
    head = (folder / "checklist.yaml").read_text(encoding="utf-8")
    switches = [line for line in head.splitlines() if "switches:" in line]
    for line in switches:
        head = head.replace(f"{line}\n", "")
    head += '  caliper: {en: "Caliper", zh: "卡尺"}\n'
    (folder / "checklist.yaml").write_text(head, encoding="utf-8")


def _category(category):
    lines = [
        f"id: {category.id}",
        f"number: {category.number}",
        f"domain: {category.domain}",
        f"points: {category.points}",
        f"title: {_quoted(category.title['en'])}",
        "sections:",
    ]
    for section in category.sections:
        lines += [
            f"  - id: {section.id}",
            f"    title: {_quoted(section.title['en'])}",
            "    items:",
        ]
        for item in section.items:
            lines += [f"      - id: {item.id}", *_text(item.text["en"], " " * 8)]
            lines += [f"        {line}" for line in _structure(item)]
    return "\n".join(lines) + "\n"


def _structure(item):
    yield f"method: {item.method}"
    yield f"severity: {item.severity}"
    yield f"sample: {{n: {item.sample.n}, lot: {_quoted(item.sample.words['en'])}}}"
    yield f"ask: [{', '.join(item.ask)}]"
    yield from ("refs:", *(f'  - {{std: {ref.std}, clause: "{ref.clause}"}}' for ref in item.refs))
    if item.timer:
        yield f"timer: {{seconds: {item.timer.seconds}}}"
    if item.interview:
        yield f"interview: {{k: {item.interview.k}, n: {item.interview.n}}}"


def _chinese(category):
    lines = [f"category: {category.id}", "language: zh", f"title: {_quoted(category.title['zh'])}"]
    lines += ["sections:", *(f"  {s.id}: {_quoted(s.title['zh'])}" for s in category.sections)]
    lines.append("items:")
    for item in category.items:
        lines += [f"  {item.id}:", *_text(item.text["zh"], " " * 4)]
        lines.append(f"    lot: {_quoted(item.sample.words['zh'])}")
    return "\n".join(lines) + "\n"


def _text(text, indent):
    yield from (f"{indent}{key}: {_quoted(getattr(text, key))}" for key in TEXT)
    yield from (f"{indent}evidence:", *(f"{indent}  - {_quoted(e)}" for e in text.evidence))


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)
