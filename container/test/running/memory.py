"""The memory that a job takes."""

import os

from jobs import processes

from deeptune_trainer.entry import main

KIB = 1024


def peak_of(root):
    """The peak resident KiB of the job below `root`, in a process of its own."""
    process = processes.Process(target=measured, args=(root,))
    process.start()
    process.join()
    assert process.exitcode == 0, (root / "log.txt").read_text()
    return int((root / "peak").read_text())


def measured(root):
    """In the new process: runs the job, then notes the process's peak."""
    os.environ["DEEPTUNE_ML_ROOT"] = str(root)
    os.dup2(os.open(root / "log.txt", os.O_WRONLY | os.O_CREAT), 1)
    code = main()
    (root / "peak").write_text(str(status("VmHWM")))
    os._exit(code)


def status(name):
    """A number of KiB from /proc/self/status."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))
