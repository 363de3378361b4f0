"""Does the bench's jobs in processes that are forked from one which has imported torch and the recipes already: real jobs, without
the seconds of importing. Usage: python fork_server.py SOCKET CONTAINER

Orders: {"kind": "train", "root"} -> {"code"}, as container/train.py; {"kind": "exam", "export", "rows"} -> {"answers"}, see exam.py;
{"kind": "frozen", ...} -> see frozen.py. Says `ready` on stdout, and ends with stdin.
"""

import gc
import os
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
HERE, CONTAINER = Path(__file__).resolve().parent, Path(sys.argv[2]).resolve()
sys.path[:0] = [str(CONTAINER), str(HERE)]

from deeptune_trainer.contract.vendored import use_vendored_packages
from orders import answer

use_vendored_packages()

import deeptune_trainer.predictors.text_classifier
import deeptune_trainer.predictors.visual_classifier
import deeptune_trainer.recipes.text_classifier
import deeptune_trainer.recipes.visual_classifier  # noqa: F401


def main():
    """Forks for each connection until stdin ends."""
    path = sys.argv[1]
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(32)
    gc.collect()
    gc.freeze()  # need not be searched for garbage by every job
    signal.signal(
        signal.SIGCHLD, signal.SIG_IGN
    )  # children are taken away by themselves
    threading.Thread(target=end_with_stdin, daemon=True).start()
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            server.close()
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            answer(connection, act)
            sys.stdout.flush()
            os._exit(0)
        connection.close()


def end_with_stdin():
    """Ends the server when whoever started it has gone."""
    sys.stdin.read()
    os._exit(0)


def act(order):
    """What comes of one order."""
    try:
        if order["kind"] == "train":
            return {"code": train(Path(order["root"]))}
        if order["kind"] == "exam":
            from exam import answers

            return {"answers": answers(Path(order["export"]), Path(order["rows"]))}
        from frozen import methods

        return methods(Path(order["export"]), Path(order["rows"]))
    except Exception:  # noqa: BLE001 - whoever asked is told, whatever it is
        return {"error": traceback.format_exc()}


def train(root):
    """What container/train.py does; the exit code."""
    from deeptune_trainer.entry import main as train_job

    os.environ["DEEPTUNE_ML_ROOT"] = str(root)
    log = os.open(root / "output.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    return train_job()


if __name__ == "__main__":
    main()
