"""Lets most requests name what is there: random ids would all end at "does not exist".

`DEEPTUNE_FUZZ` is JSON: {"app": of most requests, "apps": {operation: its own app}, "known": {app: {name: id}},
"operations": {operation: {name: id}}, "statistics": the file that is written at the end}. A name is that of a path
parameter, or what an example of the document has in the place of an id that nobody can choose ("version-id"). Where an example makes
something ("new-model"), each request makes another.
"""

import atexit
import collections
import itertools
import json
import os
import zlib

import schemathesis

setting = json.loads(os.environ["DEEPTUNE_FUZZ"])
answers = collections.defaultdict(collections.Counter)
numbers = itertools.count()
lines = b'{"prompt": "a cat", "completion": "an animal"}\n' * 12


@schemathesis.hook
def before_call(context, case, kwargs):
    """Replaces generated ids: all of them until the operation succeeds, later all but one or none, by what else is in the
    request, so that a failure can be repeated."""
    operation = operation_of(case)
    app = setting["apps"].get(operation, setting["app"])
    known = {**setting["known"][app], **setting["operations"].get(operation, {})}
    code = digest((case.path_parameters, case.query, case.body))
    replace(case.path_parameters, known, code if answers[operation][200] else None)
    replace(case.query, known, code if answers[operation][200] else None)
    case.body = with_ids(case.body, known)
    if case.operation.path.startswith("/v1/") and code % 8 != 1:
        case.headers["OpenAI-Project"] = app
    if operation == "createFile" and isinstance(case.body, dict) and code % 2 == 0:
        case.body = {"file": lines, "purpose": "fine-tune"}


@schemathesis.hook
def after_call(context, case, response):
    answers[operation_of(case)][response.status_code] += 1


def replace(parameters, known, code):
    """`code` None: keeps nothing that was generated."""
    names = [name for name in sorted(parameters or {}) if name in known]
    kept = None if code is None or not names else code % (4 * len(names))
    for index, name in enumerate(names):
        # What was learnt from an answer may be the app of another operation, which must stay full.
        if index != kept or str(parameters[name]) in setting["known"]:
            parameters[name] = known[name]


@atexit.register
def write_statistics():
    with open(setting["statistics"], "w", encoding="utf-8") as file:
        json.dump(answers, file)


def operation_of(case):
    return case.operation.definition.raw["operationId"]


def with_ids(body, known):
    if isinstance(body, dict):
        return {name: with_ids(value, known) for name, value in body.items()}
    if isinstance(body, list):
        return [with_ids(value, known) for value in body]
    if isinstance(body, str) and body.startswith("new-"):
        return f"{body}-{next(numbers)}"
    return known.get(body, body) if isinstance(body, str) and "-" in body else body


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what is published with other methods on a path that is served, and is not (501):
    saved searches, and the list of uploads."""
    unserved = {"/searches": ("GET", "PATCH"), "/uploads": ("GET", "DELETE")}
    return not any(
        case.path.endswith(path) and case.method.upper() in methods
        for path, methods in unserved.items()
    )


def digest(value):
    return zlib.crc32(repr(value).encode("utf-8", "surrogatepass"))
