"""Speaks to the hub that models come from, or to a mirror of it, with its own library.

Used in child programs only: the library takes half a second to import and reads HF_ENDPOINT,
HF_TOKEN, HF_HUB_OFFLINE and its kin once. Its own download starts a file anew after every cut, so
the bytes are streamed here, with `Range`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # documented, not re-exported
    build_hf_headers,
    get_session,
    hf_raise_for_status,
)

from generation import fetch_troubles as troubles
from generation.checkpoint import INDEXES, PICKLES, belongs
from generation.fetch_plan import Item, inside, source
from generation.fetch_troubles import FetchTrouble
from generation.manifest import Manifest

PATIENCE = 30.0
"""Seconds of silence after which a connection is taken to be cut."""
BROKEN = (httpx2.NetworkError, httpx2.TimeoutException, httpx2.RemoteProtocolError)
"""What may be better the next time."""
PIECE = 4 << 30
"""Bytes that are asked for at a time. The storage behind the hub refuses (400) a request for all of
a file that is larger than it passes on at once, tens of gigabytes; parts of the same file it gives.
Every part goes through the hub, which signs an address for it anew: a signature lasts an hour."""
_BUSY = (408, 429, 500, 502, 503, 504)
_TOO_LARGE = (400, 413, 416)


def endpoint() -> str:
    """The hub, or the mirror that HF_ENDPOINT names."""
    return constants.ENDPOINT


class Cut(Exception):
    """The connection broke off; what came before is kept."""


def files_of(manifest: Manifest) -> tuple[Item, ...]:
    """All files of a model as the hub has them now. Raises FetchTrouble."""
    found: list[Item] = []
    for repo, revision, to in source(manifest):
        with _told(manifest, repo):
            found += _files(manifest, repo, revision, to)
    if not any(item.to.endswith((".safetensors", ".gguf")) for item in found):
        raise troubles.nothing_there(manifest, manifest.repo)
    return tuple(found)


def stream(item: Item, manifest: Manifest, start: int, take: Callable[[bytes], None]) -> bool:
    """Fetch PIECE bytes of a file at most, from byte `start` on. True if the server began at the
    file's first byte instead: `take` is then told so by an empty piece first. Raises Cut and
    FetchTrouble."""
    url = hf_hub_url(item.repo, item.path, revision=item.commit)
    headers = build_hf_headers() | {"Accept-Encoding": "identity"}
    if start or item.bytes > PIECE:
        headers["Range"] = f"bytes={start}-{min(start + PIECE, item.bytes) - 1}"
    with _told(manifest, item.repo):
        try:
            with get_session().stream(
                "GET", url, headers=headers, timeout=PATIENCE, follow_redirects=True
            ) as response:
                if response.status_code >= 400:
                    with suppress(httpx2.HTTPError):
                        response.read()
                hf_raise_for_status(response)
                anew = start > 0 and not _goes_on(response, start)
                if anew:
                    take(b"")
                for piece in response.iter_bytes():
                    take(piece)
                return anew
        except BROKEN as error:
            raise Cut(str(error)) from error
        except HfHubHTTPError as error:
            if error.response is not None and error.response.status_code in _BUSY:
                raise Cut(f"{error.response.status_code}") from error
            told = error.response.status_code if error.response is not None else 0
            if told in _TOO_LARGE and item.bytes > PIECE:
                raise troubles.too_large(manifest, item, endpoint()) from error
            raise


def _goes_on(response: httpx2.Response, start: int) -> bool:
    """Whether an answer begins where it was asked to. Raises Cut for one that begins elsewhere."""
    if response.status_code != 206:
        return False
    told = response.headers.get("content-range", f"bytes {start}-")
    if not told.startswith(f"bytes {start}-"):
        raise Cut(told[:100])
    return True


def _files(manifest: Manifest, repo: str, revision: str, to: str) -> Iterator[Item]:
    info = HfApi().model_info(
        repo, revision=revision or None, files_metadata=True, timeout=PATIENCE
    )
    known = {file.path: file for file in manifest.files} if not to else {}
    names = [each.rfilename for each in info.siblings or ()]
    for each in info.siblings or ():
        target = _target(manifest, repo, each.rfilename, to, names)
        if target is None or not inside(target):
            continue
        listed = known.get(each.rfilename)
        yield Item(
            repo=repo,
            commit=str(info.sha or revision or "main"),
            path=each.rfilename,
            to=target,
            bytes=int(each.size or 0),
            sha256=(listed.sha256 if listed else "") or (each.lfs.sha256 if each.lfs else ""),
            blob="" if each.lfs else str(each.blob_id or ""),
        )


def _target(manifest: Manifest, repo: str, name: str, to: str, names: list[str]) -> str | None:
    """Where a file of a repository goes; None leaves it there."""
    if name.endswith(PICKLES):
        return None
    if not to:
        if manifest.files:
            return name if any(name == file.path for file in manifest.files) else None
        wanted = belongs(name, manifest.patterns) or name in INDEXES
        own = name.partition("/")[0] not in manifest.parts
        return name if wanted and own else None
    if to.startswith("loras/"):
        rows = (*manifest.loras, *((manifest.lora,) if manifest.lora else ()))
        wanted = any(name in (row.file, row.file_2) for row in rows if row.repo == repo)
        return f"{to}/{name}" if wanted and _row_wanted(manifest, repo, name) else None
    root = f"{to}/" if any(each.startswith(f"{to}/") for each in names) else ""
    inner = name.removeprefix(root)
    if not name.startswith(root) or "/" in inner:
        return None
    kept = inner.endswith((".json", ".safetensors", ".txt", ".model", ".jinja"))
    return f"{to}/{inner}" if kept and ".fp16." not in inner else None


def _row_wanted(manifest: Manifest, repo: str, name: str) -> bool:
    named = {each.lora for each in manifest.defaults.values()}
    rows = [manifest.lora] if manifest.lora else []
    rows += [row for row in manifest.loras if row.id in named]
    return any(name in (row.file, row.file_2) for row in rows if row.repo == repo)


@contextmanager
def _told(manifest: Manifest, repo: str) -> Iterator[None]:
    """What the library raises, as troubles that a person can act on."""
    try:
        yield
    except (FetchTrouble, Cut):
        raise
    except OfflineModeIsEnabled as error:
        raise troubles.offline(manifest) from error
    except GatedRepoError as error:
        raise troubles.gated(manifest, repo, endpoint()) from error
    except RevisionNotFoundError as error:
        raise troubles.no_revision(manifest, repo) from error
    except RepositoryNotFoundError as error:
        raise troubles.no_repository(manifest, repo, endpoint()) from error
    except HfHubHTTPError as error:
        raise _by_code(error, manifest, repo) from error
    except httpx2.HTTPError as error:
        raise troubles.unreachable(manifest, endpoint(), str(error)) from error


def _by_code(error: HfHubHTTPError, manifest: Manifest, repo: str) -> FetchTrouble:
    response: Any = error.response
    code = response.status_code if response is not None else 0
    if code in (401, 403):
        return troubles.gated(manifest, repo, endpoint())
    if code == 404:
        return troubles.no_repository(manifest, repo, endpoint())
    return troubles.refused(manifest, endpoint(), code, str(error))
