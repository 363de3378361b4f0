"""What the host and the trainer agree on: the job, its paths, progress, failures and files that
survive a crash. Imports no torch and nothing else of the trainer."""
