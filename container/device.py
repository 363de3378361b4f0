"""Prints what this machine trains on as one line of JSON: {"device": "cuda" | "mps" | "cpu",
"name": string, "memoryBytes": number or null}. DEEPTUNE_DEVICE is heeded; where it names a device
that is not there, the exit code is 1 and the reason stands on stderr."""

import json
import sys

from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.device.compute import device_facts


def main() -> int:
    """Prints the line; returns the exit code."""
    try:
        print(json.dumps(device_facts()))
    except PlatformFault as fault:
        print(f"{fault.code}: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
