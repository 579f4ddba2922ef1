from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]
