"""What a well-shaped checklist must still hold: one function a rule, each yielding its faults."""
