"""moto's Step Functions interpreter (LocalStack's), as a second opinion on ours.

Two things are put in before it serves: an evaluator of JSONata, which moto lacks, and an address for
Lambda, where our own handlers answer. Usage: python interpreter.py PORT LAMBDA_URL
"""

import json
import sys

import boto3
import moto.server
from botocore.config import Config
from jsonata.jsonata import Jsonata
from moto.stepfunctions.parser.asl.component.state.exec.state_task import (
    lambda_eval_utils,
)
from moto.stepfunctions.parser.asl.jsonata import jsonata

PORT, LAMBDA_URL = sys.argv[1:]


def evaluate(expression):
    """The value as JSON; a failure is moto's own error, which becomes States.QueryEvaluationError."""
    try:
        return json.loads(json.dumps(Jsonata(expression).evaluate(None)))
    except Exception as error:
        raise jsonata.JSONataException("UNKNOWN", str(error)) from error


def our_lambda(region, service, state_credentials=None):
    """A client that invokes our handlers, once: who tries again is what is tested."""
    config = Config(
        parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=120
    )
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    return boto3.client(
        service, region_name=region, endpoint_url=LAMBDA_URL, config=config, **keys
    )


jsonata._eval_jsonata = evaluate
lambda_eval_utils.boto_client_for = our_lambda
sys.argv = ["moto_server", "-H", "127.0.0.1", "-p", PORT]
moto.server.main()
