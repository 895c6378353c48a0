"""A media room, or somebody who sends, as a process of its own, that a test can kill.

serve ROOT RECORDS PORT: prints the port. send ROOT URL ASSET: offers what lies in ROOT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from assets.store import Store
from canvas.document.records import Asset
from collab.dialling import Address
from collab.parcel import Rank
from collab.transfer import Transfer
from tests.collab.media import QUICK, Served, files_of


def main() -> None:
    match sys.argv[1:]:
        case ["serve", root, records, port]:
            served = Served(Path(root), port=int(port), kept_free=0)
            served.records.update(json.loads(Path(records).read_text("utf-8")))
            sys.stdout.write(f"{served.port}\n")
        case ["send", root, url, asset]:
            transfer = Transfer(Store(Path(root)), pace=QUICK)
            transfer.know(files_of(Asset(**json.loads(asset))))
            transfer.connect(Address(url, "ann"))
            sys.stdout.write("sending\n")
        case ["fetch", root, url, asset]:
            transfer = Transfer(Store(Path(root)), pace=QUICK)
            record = Asset(**json.loads(asset))
            transfer.know(files_of(record))
            transfer.want(record.hash, Rank.original)
            transfer.connect(Address(url, "bo"))
            sys.stdout.write("fetching\n")
    sys.stdout.flush()
    sys.stdin.read()  # until we are killed, or our test is gone


if __name__ == "__main__":
    main()
