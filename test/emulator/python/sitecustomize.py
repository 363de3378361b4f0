"""Loaded by every Python process of MiniStack, its Lambdas included.

MiniStack unpacks a layer into a folder of its own, not into /opt. CDK's BucketDeployment calls
/opt/awscli/aws by its full path: here that path becomes the one in the layer's folder, and what
the program prints goes where a Lambda's log goes.
"""

import os
import subprocess
import sys

IN_LAYER = "/opt/"
call = subprocess.check_call


def check_call(command, *args, **kwargs):
    """subprocess.check_call, with a program of a layer found where MiniStack put it."""
    if isinstance(command, (list, tuple)) and str(command[0]).startswith(IN_LAYER):
        command = [sys.executable, found_in_layers(command[0]), *command[1:]]
        # A Lambda's own output is the line it answers MiniStack with.
        kwargs.setdefault("stdout", sys.stderr)
    return call(command, *args, **kwargs)


def found_in_layers(path):
    """The file of `/opt/<name>` in one of the function's layers; `path` itself where none has it."""
    folders = os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)
    candidates = [
        os.path.join(folder, path[len(IN_LAYER) :]) for folder in folders if folder
    ]
    return next((file for file in candidates if os.path.exists(file)), path)


subprocess.check_call = check_call
