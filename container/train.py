"""Entry point of a training job: `python container/train.py`. See README.md for what it reads
and writes."""

import os
import sys

# A training job has no network on AWS; a look-up would only be a slow failure or a telemetry call.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
# What MPS cannot do yet (a backward pass of RT-DETR's sampling) is done on the CPU.
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
# Threads that wait for each other sleep: where they spin, as is OpenMP's default, a training on two
# busy cores took seven times as long; on free ones sleeping costs a twentieth.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from deeptune_trainer.entry import main

if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # All that counts is on disk. To take torch and transformers apart would take more than a second
    # of the processor, which no phase of times.json could see.
    os._exit(code)
