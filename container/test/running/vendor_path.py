"""For the server that jobs are forked from: does on import what train.py does first, so that the
recipes can be imported that need a package which travels with the trainer."""

from deeptune_trainer.contract.vendored import use_vendored_packages

use_vendored_packages()
