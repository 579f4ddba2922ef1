"""A letter as a message: plain text and the same as HTML, in one language, with its files."""

from collections.abc import Callable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from urllib.parse import urlsplit

from app.kit.words import mark as _
from app.mail.models import Letter, LetterFile
from app.mail.rules import MAIL_NAMES, Block, blocks, one_line, with_addresses
from app.web.words import said

WHY = _("Shortlist writes to you by your setting “{kind}”.")
LEAVE = _("No more letters of this kind:")
SETTINGS = _("All your settings:")
SHEET = "font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; max-width: 38em"
HEAD = "font-size: 17px; margin: 1.5em 0 0.5em"
SOFT = "font-size: 13px; color: #595959; border-top: 1px solid #ccc; padding-top: 1em"


def message_of(
    letter: Letter,
    name: str,
    files: Sequence[LetterFile],
    *,
    sender: str,
    public_url: str,
    read: Callable[[str], bytes],
) -> EmailMessage:
    """The same letter always has the same Message-ID: a second copy is known as one."""
    base = public_url.rstrip("/")
    leave = f"{base}/letters/leave/{letter.leave}"
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(letter.subject, 300)
    message["From"] = _address(*parseaddr(sender))
    message["To"] = _address(name, letter.to_address)
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{urlsplit(base).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{leave}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_plain(letter, base, leave))
    message.add_alternative(_html(letter, base, leave), subtype="html")
    for file in files:
        main, _slash, sub = file.content_type.partition("/")
        message.add_attachment(
            read(file.sha256), maintype=main, subtype=sub, filename=one_line(file.name)
        )
    message["Content-Language"] = LOCALES.get(letter.lang, letter.lang)
    return message


LOCALES = {"en": "en-GB", "zh": "zh-CN"}


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


def _foot(letter: Letter) -> tuple[str, str, str]:
    why = said(letter.lang, WHY, kind=MAIL_NAMES[letter.kind])
    return why, said(letter.lang, LEAVE), said(letter.lang, SETTINGS)


def _plain(letter: Letter, base: str, leave: str) -> str:
    why, end, settings = _foot(letter)
    body = with_addresses(letter.text, base).rstrip()
    return f"{body}\n\n-- \n{why}\n{end} {leave}\n{settings} {base}/me#letters\n"


def _html(letter: Letter, base: str, leave: str) -> str:
    why, end, settings = map(escape, _foot(letter))
    body = "\n".join(_paragraph(block, base) for block in blocks(letter.text))
    return (
        f'<!doctype html>\n<html lang="{LOCALES.get(letter.lang, letter.lang)}">\n'
        f'<head><meta charset="utf-8"><title>{escape(letter.subject)}</title></head>\n'
        f'<body style="{SHEET}">\n{body}\n<p style="{SOFT}">{why}<br>\n'
        f'{end} <a href="{escape(leave)}">{escape(leave)}</a><br>\n'
        f'{settings} <a href="{escape(base)}/me#letters">{escape(base)}/me</a></p>\n'
        "</body></html>\n"
    )


def _paragraph(block: Block, base: str) -> str:
    first, *rest = map(escape, block.lines)
    if block.heading:
        return f'<h2 style="{HEAD}">{first}</h2>'
    if block.path:
        first = f'<a href="{escape(base + block.path)}"><b>{first}</b></a>'
    return f"<p>{'<br>'.join((first, *rest))}</p>"
