"""An order to the fork server and its answer: a JSON line each."""

import json


def send(connection, order):
    """The answer to `order`."""
    stream = connection.makefile("rw", encoding="utf-8")
    stream.write(json.dumps(order) + "\n")
    stream.flush()
    return json.loads(stream.readline() or '{"code": 70}')


def answer(connection, act):
    """Reads the order of a connection and writes what `act` answers to it."""
    stream = connection.makefile("rw", encoding="utf-8")
    stream.write(json.dumps(act(json.loads(stream.readline()))) + "\n")
    stream.flush()
