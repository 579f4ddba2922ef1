"""JSON Schemas of the files, for editors; made from the forms that read them."""

import json
from collections.abc import Mapping

from app.checklists.forms import (
    AcceptedWarningsForm,
    CategoryForm,
    ChecklistForm,
    Shape,
    StandardForm,
    ThresholdsForm,
    ThresholdWordsForm,
    TranslationForm,
)

_SHAPES: Mapping[str, type[Shape]] = {
    "checklist": ChecklistForm,
    "category": CategoryForm,
    "translation": TranslationForm,
    "standard": StandardForm,
    "thresholds": ThresholdsForm,
    "threshold-words": ThresholdWordsForm,
    "warnings": AcceptedWarningsForm,
}


def schema() -> Mapping[str, str]:
    """The text of each schema file by its name, as it stands under checklists/schemas/."""
    return {
        f"{name}.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **shape.model_json_schema(),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, shape in _SHAPES.items()
    }
