"""The mail server of the settings: what its address means, and one letter handed to it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from app.kit.errors import Invalid
from app.kit.settings import Settings
from app.kit.words import mark as _

SECONDS = 20
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NEVER = range(500, 600)
PASSWORD_REFUSED = 535


class NotHandedOver(Exception):
    """`for_good`: the other side said never, so asking again is of no use."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Relay:
    """`tls`: from the first byte; else `starttls`, unless the address says tls=no."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    starttls: bool

    def hand_over(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = {code for code, _text in refused.recipients.values()}
            raise NotHandedOver(str(refused), for_good=all(c in NEVER for c in codes)) from refused
        except smtplib.SMTPResponseException as refused:
            never = refused.smtp_code in NEVER and not isinstance(
                refused, (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError)
            )
            raise NotHandedOver(str(refused), for_good=never) from refused
        except smtplib.SMTPNotSupportedError as refused:
            raise NotHandedOver(str(refused), for_good=False) from refused
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotHandedOver(f"{self.host}:{self.port} {trouble}", for_good=False) from trouble

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self.tls:
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.starttls:
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def relay_of(settings: Settings) -> Relay | None:
    """None: letters stay in the outbox. The demo's persons have no mailbox, so it sends none."""
    url = settings.smtp_url.get_secret_value()
    if not url or settings.demo:
        return None
    if "@" not in parseaddr(settings.mail_from)[1]:
        raise Invalid(
            _(
                "SHORTLIST_SMTP_URL is set: say in SHORTLIST_MAIL_FROM from whom letters come, "
                "such as Shortlist <shortlist@example.com>."
            )
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Invalid(
            _(
                "SHORTLIST_SMTP_URL must look like smtp://user:password@mail.example.com:587, "
                "or smtps:// for TLS from the first byte."
            )
        )
    tls = parts.scheme == "smtps"
    plain = parts.hostname in LOOPBACK or parse_qs(parts.query).get("tls") == ["no"]
    return Relay(
        host=parts.hostname,
        port=port or (465 if tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        starttls=not tls and not plain,
    )
