"""Which machine this is and whether a process of it still runs."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys

MACHINE = platform.node() or "this machine"

HERE = hashlib.sha256(MACHINE.encode()).hexdigest()[:8]
"""The machine's name as eight characters that fit into any file name."""


if sys.platform == "win32":

    def alive(process: int) -> bool:
        """Whether a process of this machine has the id `process`; signal 0 would end it there."""
        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, process)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active

else:

    def alive(process: int) -> bool:
        """Whether a process of this machine has the id `process`."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # somebody else's, but there
            return True
        return True
