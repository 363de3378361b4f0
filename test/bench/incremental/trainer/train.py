"""What the laptop host of the bench starts in place of container/train.py: asks the server of `fork_server.py` to do the job of
DEEPTUNE_ML_ROOT, and ends as it ended. The trainer itself is container/deeptune_trainer, unchanged."""

import os
import socket
import sys
from pathlib import Path

order = {"kind": "train", "root": os.environ["DEEPTUNE_ML_ROOT"]}
sys.path.insert(0, str(Path(__file__).resolve().parent))

from orders import send

with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(str(Path(__file__).parent / "socket"))
    sys.exit(send(connection, order)["code"])
