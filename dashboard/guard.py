"""Keeps the app to this machine: foreign Host names are refused, other hosts are never asked.

But for a server of map tiles that the installation names (`Settings.tiles`).
"""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geodata.errors import GeodataError
from geodata.settings import Settings, Tiles

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

# 'unsafe-eval' and 'unsafe-inline' are what Streamlit, Vega and streamlit-folium need; what counts
# here is that nothing can be fetched from, or sent to, another host.
CONTENT_SECURITY_POLICY: Final = "; ".join(
    [
        "default-src 'self' data: blob:",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' data: blob:",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    ]
)


def policy_with(tiles: Tiles | None) -> str:
    """Return the content security policy; images may come from the tiles' server too."""
    if tiles is None:
        return CONTENT_SECURITY_POLICY
    return f"{CONTENT_SECURITY_POLICY}; img-src 'self' data: blob: {tiles.origin}"


def policy_of_environment() -> str:
    """Return this run's policy. What can't be used in its settings is left to the page to say."""
    try:
        return policy_with(Settings.from_environment().tiles)
    except GeodataError:
        return CONTENT_SECURITY_POLICY


def is_local(host: str) -> bool:
    """Return whether a Host header names this machine, with any port."""
    name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else ""
    return (name or host.partition(":")[0]).lower().rstrip(".") in LOCAL_NAMES


class LocalOnly:
    """ASGI middleware: 400 for a foreign Host header, and a policy against asking other hosts."""

    def __init__(self, app: ASGIApp, policy: str = CONTENT_SECURITY_POLICY) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is for this machine."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        if not is_local(host):
            await _refuse(scope, receive, send)
            return
        await self.app(scope, receive, _with_policy(send, self.policy))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "foreign Host"})
        return
    message = "Borderwatch answers only on this machine: open it as http://127.0.0.1:<port>\n"
    await PlainTextResponse(message, status_code=400)(scope, receive, send)


def _with_policy(send: Send, policy: str) -> Send:
    async def send_with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", policy)
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers.setdefault("Referrer-Policy", "no-referrer")
        await send(message)

    return send_with_policy
