"""Which cloud drive, if any, copies a folder behind our back."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

_NAMES: tuple[tuple[str, str], ...] = (
    (r"onedrive( - .+|-.+)?", "OneDrive"),
    (r"dropbox( \(.+\)|-.+)?", "Dropbox"),
    (r"icloud ?drive.*|com~apple~clouddocs|mobile documents", "iCloud Drive"),
    (r"google ?drive.*|googledrive-.+|我的云端硬盘|我的雲端硬碟|drivefs", "Google Drive"),
    (r"nutstore.*|坚果云.*|我的坚果云", "坚果云 Nutstore"),
    (r"baidusyncdisk|baidunetdisk.*|baiduyun.*|百度网盘.*|百度云.*", "百度网盘 Baidu"),
    (r"nextcloud", "Nextcloud"),
    (r"megasync|mega", "MEGA"),
    (r"pcloud ?drive", "pCloud"),
)
"""What the drives call the folders that they sync, in lower case."""

_MARKERS: tuple[tuple[str, str], ...] = (
    (".dropbox.cache", "Dropbox"),
    (".nutstore", "坚果云 Nutstore"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
)
"""What they leave at the top of such a folder, however it is called."""

_VARIABLES: tuple[str, ...] = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def cloud_of(
    folder: Path, *, home: Path | None = None, environment: Mapping[str, str] | None = None
) -> str | None:
    """The name of the drive that syncs `folder`, or None. Reads the disk, changes nothing."""
    home = home if home is not None else Path.home()
    environment = environment if environment is not None else os.environ
    place = folder.absolute()
    for root, name in _told(home, environment):
        if place.is_relative_to(root):
            return name
    for above in (place, *place.parents):
        if found := _called(above) or _marked(above):
            return found
    return None


def _called(folder: Path) -> str | None:
    lowered = folder.name.lower()
    return next((name for pattern, name in _NAMES if re.fullmatch(pattern, lowered)), None)


def _marked(folder: Path) -> str | None:
    return next((name for marker, name in _MARKERS if (folder / marker).exists()), None)


def _told(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """The folders that the drives themselves name."""
    for variable in _VARIABLES:
        if value := environment.get(variable):
            yield Path(value), "OneDrive"
    settings = Path(environment.get("APPDATA", home)) if sys.platform == "win32" else home
    told = settings / ("Dropbox" if sys.platform == "win32" else ".dropbox") / "info.json"
    try:
        accounts = json.loads(told.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no Dropbox here
        return
    if isinstance(accounts, dict):
        for account in accounts.values():
            if isinstance(account, dict) and isinstance(account.get("path"), str):
                yield Path(account["path"]), "Dropbox"
