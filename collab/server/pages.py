"""What the server answers to a browser: JSON, and the page behind a https link."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem;
  color: light-dark(#1c1d21, #e8e8ea); background: light-dark(#f6f6f8, #17181b); }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 .5rem; }
a.open { display: inline-block; margin: 1.2rem 0; padding: .6rem 1.4rem; border-radius: 8px;
  background: #4c7dff; color: #fff; text-decoration: none; font-weight: 600; }
code { word-break: break-all; font-size: .85rem; opacity: .75; }
"""

_SCRIPT = """
const room = location.pathname.split("/").pop();
const fp = new URLSearchParams(location.search).get("fp");
const tls = location.protocol === "https:";
const port = location.port || (tls ? 443 : 80);
const query = fp ? "fp=" + encodeURIComponent(fp) + "&tls=1" : "tls=" + (tls ? 1 : 0);
const link = "shotweave://join/" + location.hostname + ":" + port + "/" + room + "?" + query
  + location.hash;
const chinese = navigator.language.toLowerCase().startsWith("zh");
const say = (id, en, zh) => { document.getElementById(id).textContent = chinese ? zh : en; };
document.documentElement.lang = chinese ? "zh-CN" : "en";
say("title", "A shared storyboard", "一块共享的画板");
say("what", "Somebody invites you to work on a film in Shotweave.",
  "有人邀请你在 Shotweave 中一起制作影片。");
say("open", "Open in Shotweave", "在 Shotweave 中打开");
say("else", "If nothing opens, copy this link and paste it under Join in Shotweave:",
  "如果没有打开，请复制此链接，并粘贴到 Shotweave 的“加入”中：");
document.getElementById("open").href = link;
document.getElementById("link").textContent = link;
"""

_PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shotweave</title>
<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>
<h1 id="title">A shared storyboard</h1>
<p id="what">Copy the address of this page and paste it under Join in Shotweave.</p>
<a class="open" id="open" href="#"></a><p id="else"></p><code id="link"></code>
<script>{_SCRIPT}</script></body></html>
"""


def _hashed(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


_POLICY = (
    f"default-src 'none'; style-src {_hashed(_STYLE)}; script-src {_hashed(_SCRIPT)}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content Security Policy level 3: nothing runs but what stands above."""


def answer(status: HTTPStatus, body: bytes, kind: str, more: Mapping[str, str] = {}) -> Response:
    headers = Headers()
    headers["Content-Type"] = kind
    headers["Content-Length"] = str(len(body))
    headers["Connection"] = "close"
    headers["Cache-Control"] = "no-store"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    for name, value in more.items():
        headers[name] = value
    return Response(status.value, status.phrase, headers, body)


def told(
    status: HTTPStatus, content: Mapping[str, object], more: Mapping[str, str] = {}
) -> Response:
    """JSON."""
    body = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    return answer(status, body, "application/json; charset=utf-8", more)


def refused(status: HTTPStatus, code: str, reason: str, more: Mapping[str, str] = {}) -> Response:
    """Why nobody comes in here; a program reads the code, a person the reason."""
    return told(status, {"code": code, "reason": reason}, more)


def join_page() -> Response:
    more = {"Content-Security-Policy": _POLICY}
    return answer(HTTPStatus.OK, _PAGE.encode(), "text/html; charset=utf-8", more)
