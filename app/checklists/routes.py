from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, BeforeValidator

from app.checklists.doors import AskedEdition, StandingEdition, category_of, item_of
from app.checklists.queries import editions, history
from app.checklists.rules import Method, Names, Severity, said
from app.checklists.search import Wanted, find
from app.web.deps import Db
from app.web.pages import language, page

router = APIRouter(prefix="/checklist", include_in_schema=False)
PAGE = 100


def _known(words: type[Method] | type[Severity]) -> BeforeValidator:
    """A word that is not known narrows nothing: an old link still opens."""
    return BeforeValidator(lambda word: word if word in set(words) else None)


class Asked(BaseModel):
    q: str = ""
    method: Annotated[Method | None, _known(Method)] = None
    severity: Annotated[Severity | None, _known(Severity)] = None
    knock_out: bool = False
    start: int = Query(default=0, ge=0)

    def wanted(self) -> Wanted:
        return Wanted(**self.model_dump(exclude={"start"}))


@router.get("")
def index(
    request: Request, shown: AskedEdition, asked: Annotated[Asked, Query()], session: Db
) -> Response:
    if shown is None:
        return page(request, "checklists/none.html")
    wanted = asked.wanted()
    found = find(shown.edition, wanted) if wanted else ()
    return page(
        request,
        "checklists/index.html",
        shown=shown,
        editions=editions(session),
        asked=asked,
        searched=bool(wanted),
        total=len(found),
        found=found[asked.start : asked.start + PAGE],
        step=PAGE,
        methods=_options(shown.edition.vocabulary.methods, language(request)),
        severities=_options(shown.edition.vocabulary.severities, language(request)),
        said=said,
    )


def _options(words: Names, lang: str) -> list[tuple[str, str]]:
    return [(word, said(names, lang)) for word, names in words.items()]


@router.get("/categories/{category}")
def show_category(request: Request, shown: StandingEdition, category: str) -> Response:
    return page(
        request,
        "checklists/category.html",
        shown=shown,
        category=category_of(shown, category),
        said=said,
    )


@router.get("/items/{item}")
def show_item(request: Request, shown: StandingEdition, item: str, session: Db) -> Response:
    found = item_of(shown, item)
    items = shown.edition.items
    at = items.index(found)
    return page(
        request,
        "checklists/item.html",
        shown=shown,
        item=found,
        category=shown.edition.category(found.category),
        before=items[at - 1] if at else None,
        after=items[at + 1] if at + 1 < len(items) else None,
        history=history(session, found),
        said=said,
    )
