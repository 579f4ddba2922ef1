from fastapi import Response
from fastapi.responses import RedirectResponse


def see_other(path: str) -> Response:
    """To a page of our own, after a change: reloading it repeats nothing."""
    return RedirectResponse(own_path(path), status_code=303)


def own_path(path: str) -> str:
    r"""`path` if it is one of ours, else the front page: `//evil` and `/\evil` lead elsewhere."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    plain = all(c.isprintable() and c != "\\" for c in path)
    return path if inside and plain and "/.." not in path else "/"
