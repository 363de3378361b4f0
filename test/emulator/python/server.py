"""Starts MiniStack with two things changed; everything else is as it is published.

- A time limit that is a JSONata expression: MiniStack compares its text with a number and fails.
  A callback task here waits as long as for a task without a limit.
- Events of the source `aws.sagemaker`: like AWS it takes `aws.*` from its own services only, and
  SageMaker is not among those. The test's SageMaker may announce them.
"""

import sys

from ministack.app import main
from ministack.services import eventbridge, stepfunctions

put_events = eventbridge._put_events
invoke_with_callback = stepfunctions._invoke_with_callback


def put_events_of_sagemaker(data, allow_aws_source=False):
    """PutEvents; entries that are all of `aws.sagemaker` pass as those of a built-in service."""
    entries = data.get("Entries") or [{}]
    is_sagemaker = all(entry.get("Source") == "aws.sagemaker" for entry in entries)
    return put_events(data, allow_aws_source or is_sagemaker)


def invoke_without_expression(resource, input_data, token, state_def):
    """The callback task without a limit that is an expression."""
    if isinstance(state_def.get("TimeoutSeconds"), str):
        state_def = {
            name: value for name, value in state_def.items() if name != "TimeoutSeconds"
        }
    return invoke_with_callback(resource, input_data, token, state_def)


eventbridge._put_events = put_events_of_sagemaker
stepfunctions._invoke_with_callback = invoke_without_expression

if __name__ == "__main__":
    sys.exit(main())
