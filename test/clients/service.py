"""Clarifai's own Python client, pointed at the host that run.ts started."""

import json
import os
import sys
import time

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from google.protobuf.struct_pb2 import Struct

LONGEST_WAIT = 300  # seconds


def stub_of(kind):
    """The published stub over `json` (REST) or `grpc` (with TLS, by environment variables, as the
    published snippets find the server); one kind a process."""
    if kind == "json":
        channel = ClarifaiChannel.get_json_channel(os.environ["DEEPTUNE_URL"])
    else:
        channel = ClarifaiChannel.get_grpc_channel()
    return service_pb2_grpc.V2Stub(channel)


class Service:
    """Calls in one app, each checked for its status."""

    def __init__(self, kind, app_id):
        self.stub = stub_of(kind)
        self.metadata = (("authorization", f"Key {os.environ['DEEPTUNE_KEY']}"),)
        self.user_id = os.environ["DEEPTUNE_USER"]
        self.scope = resources_pb2.UserAppIDSet(user_id=self.user_id, app_id=app_id)

    def call(self, rpc, code=StatusCode.SUCCESS, **fields):
        """The answer of an RPC; AssertionError where its status is not `code`."""
        request = getattr(service_pb2, f"{rpc}Request")(
            **{"user_app_id": self.scope, **fields}
        )
        answer = getattr(self.stub, rpc)(request, metadata=self.metadata)
        same(f"{rpc}, {answer.status.details}", answer.status.code, code)
        return answer

    def create_app(self):
        user = resources_pb2.UserAppIDSet(user_id=self.user_id)
        app = resources_pb2.App(id=self.scope.app_id)
        self.call("PostApps", user_app_id=user, apps=[app])

    def delete_app(self):
        """As many requests as it takes: 10030 says that the same one goes on."""
        while True:
            request = service_pb2.DeleteAppRequest(user_app_id=self.scope)
            status = self.stub.DeleteApp(request, metadata=self.metadata).status
            if status.code != StatusCode.TRY_AGAIN:
                return same("DeleteApp", status.code, StatusCode.SUCCESS)

    def trained(self, model_id, version_id):
        """The version, once it is trained."""
        at = {"model_id": model_id, "version_id": version_id}
        open_codes = (
            StatusCode.MODEL_QUEUED_FOR_TRAINING,
            StatusCode.MODEL_TRAINING,
        )
        version = until(
            lambda: self.call("GetModelVersion", **at).model_version,
            lambda found: found.status.code not in open_codes,
        )
        same(version.status.details, version.status.code, StatusCode.MODEL_TRAINED)
        return version


def until(ask, is_done, seconds=LONGEST_WAIT):
    """Asks until the answer is one that is waited for; AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if is_done(answer):
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {answer}"
        time.sleep(0.2)


def same(what, received, expected):
    assert received == expected, f"{what}: received {received}, expected {expected}"


def params(**values):
    """A Struct, as the published snippets fill `params`."""
    struct = Struct()
    struct.update(values)
    return struct


def rows(variable):
    """The JSON lines of the file that an environment variable names."""
    with open(os.environ[variable]) as file:
        return [json.loads(line) for line in file]


def done(step):
    sys.stdout.write(f"  {step}\n")
    sys.stdout.flush()
