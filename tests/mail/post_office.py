"""A real mail server on loopback, which keeps what it is handed, as a stranger would read it."""

import asyncio
import threading
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP


class PostOffice:
    """`refuse`: what it answers instead of taking a letter."""

    def __init__(self):
        self.letters, self.envelopes, self.refuse = [], [], ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def _run(self):
        asyncio.run(self._serve())

    async def _serve(self):
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._made, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._closing.wait()
        server.close()
        await server.wait_closed()

    def _made(self):
        return SMTP(self, enable_SMTPUTF8=True, hostname="127.0.0.1", loop=self._loop)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        if self.refuse:
            return self.refuse
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"
