"""Runs a command in a terminal of its own (a pty), types answers, and prints what it showed.

Reads JSON from standard input: {"argv": [...], "columns": 100, "seconds": 120,
"answers": [["text that is waited for", "what is then typed"], ...]}. Prints JSON:
{"status": the exit status, or 128 + the signal, "output": what stood on the terminal}.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time


def main() -> None:
    """Runs what standard input asks for."""
    asked = json.load(sys.stdin)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(asked["argv"][0], asked["argv"])
    size = struct.pack("HHHH", 40, asked["columns"], 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    output = watch(terminal, asked["answers"], time.monotonic() + asked["seconds"])
    if output is None:
        os.kill(pid, signal.SIGKILL)
    _, ended = os.waitpid(pid, 0)
    status = os.waitstatus_to_exitcode(ended)
    json.dump(
        {"status": status if status >= 0 else 128 - status, "output": output or ""},
        sys.stdout,
    )


def watch(terminal: int, answers: list[list[str]], end: float) -> str | None:
    """What the terminal shows to its end; None where that takes too long."""
    shown, answered, waiting = b"", 0, list(answers)
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:
            more = b""
        if not more:
            return shown.decode(errors="replace")
        shown += more
        while waiting and waiting[0][0].encode() in shown[answered:]:
            wanted, typed = waiting.pop(0)
            answered = shown.index(wanted.encode(), answered) + len(wanted.encode())
            os.write(terminal, typed.encode())
    return None


if __name__ == "__main__":
    main()
