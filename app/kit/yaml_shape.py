"""Pydantic's problems, told at the line of the file where each one stands."""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.kit.yaml_document import Document, Fault, dotted


def faults_of(
    error: ValidationError, document: Document, *, under: Sequence[str | int] = ()
) -> tuple[Fault, ...]:
    """Each problem that pydantic found, at its place in `document` (validated from `under`).

    A list that is only too short because its entries were refused is not told besides them.
    """
    problems = error.errors(include_url=False)
    spoiled = {found["loc"][:n] for found in problems for n in range(len(found["loc"]))}
    return tuple(
        _shape_fault(found, document, under)
        for found in problems
        if not (found["type"] == "too_short" and found["loc"] in spoiled)
    )


def _shape_fault(found: ErrorDetails, document: Document, under: Sequence[str | int]) -> Fault:
    path = (*under, *found["loc"])
    unknown = found["type"] == "extra_forbidden"
    line, column = document.position(path, key=unknown)
    reason, mend = _said(found)
    return Fault(document.name, line, column, dotted(path), "shape", reason, mend)


def _said(found: ErrorDetails) -> tuple[str, str]:
    key = found["loc"][-1] if found["loc"] else "value"
    context = found.get("ctx", {})
    match found["type"]:
        case "missing":
            return f"The key {key} is missing.", f"Add {key}."
        case "extra_forbidden":
            return f"The key {key} is not known here.", "Remove it or mend its spelling."
        case "enum" | "literal_error":
            return f"{found['input']!r} is not known here.", f"Write {context['expected']}."
        case "string_type" if not isinstance(found["input"], dict | list):
            return f"{key} must be text.", "Quote it."
        case "value_error":
            return str(context["error"]), context.get("mend", "Mend the value.")
        case _:
            return f"{found['msg']}.", context.get("mend", "Mend the value.")
