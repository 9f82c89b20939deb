"""Runs the dashboard's server and writes down each address that it tries to reach.

    python browser_server.py LOG PORT

An audit hook sees every connection and every name look-up of the process, whichever library makes
it; nothing has to be patched, and the server is the one that users run.
"""

import contextlib
import os
import runpy
import socket
import sys
from pathlib import Path

SERVER = Path(__file__).parent.parent / "dashboard" / "server.py"
PROBE = ("192.0.2.1", 9)
WATCHED = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}


def write_down(log: int) -> None:
    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in WATCHED:
            os.write(log, f"{event} {args[WATCHED[event]]!r}\n".encode())

    sys.addaudithook(hook)


def prove_that_it_is_seen() -> None:
    # A packet to the address that RFC 5737 keeps for documentation: it must stand in the log.
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(PROBE)


if __name__ == "__main__":
    write_down(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY | os.O_APPEND))
    prove_that_it_is_seen()
    sys.argv = ["streamlit", "run", str(SERVER), "--server.port", sys.argv[2]]
    runpy.run_module("streamlit", run_name="__main__")
