"""Fine-tuning with OpenAI's own Python client, from the file to the deletion of what came of it."""

import io
import json
import os

from openai import BadRequestError, NotFoundError, OpenAI
from service import done, rows, same, until

PAIRS = rows("DEEPTUNE_PAIRS")
CLIENT = OpenAI(
    api_key=os.environ["DEEPTUNE_KEY"],
    base_url=f"{os.environ['DEEPTUNE_URL']}/v1",
    max_retries=0,
)
JOBS = CLIENT.fine_tuning.jobs


# What no model may learn: the same in every chat, so that it would be learnt first of all.
NOT_LEARNT = "zebra"


def messages_of(pair):
    """A chat: a wrong answer that must not be learnt, then the right one."""
    return [
        {"role": "user", "content": pair["prompt"]},
        {"role": "assistant", "content": NOT_LEARNT, "weight": 0},
        {"role": "user", "content": [{"type": "text", "text": pair["prompt"]}]},
        {"role": "assistant", "content": pair["completion"]},
    ]


def upload(pairs, name):
    """A file of chats, one a line."""
    chats = [{"messages": messages_of(pair)} for pair in pairs]
    lines = "\n".join(json.dumps(chat) for chat in chats)
    file = CLIENT.files.create(
        file=(name, io.BytesIO(lines.encode())), purpose="fine-tune"
    )
    same("lines of the file", CLIENT.files.content(file.id).text, lines)
    return file.id


def fine_tune(model, training_file, **more):
    """Starts a job of two epochs and returns it once it has succeeded."""
    supervised = {"hyperparameters": {"n_epochs": 2}}
    method = {"type": "supervised", "supervised": supervised}
    job = JOBS.create(model=model, training_file=training_file, method=method, **more)
    ended = until(
        lambda: JOBS.retrieve(job.id),
        lambda found: found.status not in ("queued", "running"),
    )
    same(f"status ({ended.error})", ended.status, "succeeded")
    assert ended.fine_tuned_model.startswith("ft:Deeptune_Gpt_Small:"), ended
    return ended


def look_at(job):
    """Its events and its checkpoint."""
    events = list(JOBS.list_events(job.id))
    same("last event", events[0].message, "The job has successfully completed")
    assert any(event.type == "metrics" for event in events), events
    [checkpoint] = JOBS.checkpoints.list(job.id)
    same("checkpoint", checkpoint.fine_tuned_model_checkpoint, job.fine_tuned_model)
    assert checkpoint.metrics.train_loss > 0, checkpoint


def chat(model, **wishes):
    messages = [{"role": "user", "content": PAIRS[0]["prompt"]}]
    return CLIENT.chat.completions.create(model=model, messages=messages, **wishes)


def look_at_answers(model):
    """Counted, streamed, and cut where that was asked for."""
    whole = chat(model)
    [choice], usage = whole.choices, whole.usage
    text = choice.message.content
    assert text.strip() and NOT_LEARNT not in text, whole
    assert usage.prompt_tokens > usage.completion_tokens > 0, usage
    chunks = list(chat(model, stream=True, stream_options={"include_usage": True}))
    deltas = [chunk.choices[0].delta.content or "" for chunk in chunks[:-1]]
    same("streamed", ("".join(deltas), chunks[-1].usage), (text, usage))
    short = chat(model, max_tokens=1)
    same("reason", short.choices[0].finish_reason, "length")
    same("tokens", short.usage.completion_tokens, 1)
    drawn = [chat(model, temperature=1.5, seed=3, n=2).choices for _ in range(2)]
    same("drawn twice", *[[one.message.content for one in each] for each in drawn])
    same("refused", refusal_of(lambda: chat(model, tools=[TOOL])), "tools")


TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {}}}


def refusal_of(ask):
    """The field that a request is refused for."""
    try:
        ask()
    except BadRequestError as error:
        return error.param
    return None


def delete(files, models):
    for model in models:
        assert CLIENT.models.delete(model).deleted
        assert refused(lambda model=model: CLIENT.models.retrieve(model))
        assert refused(lambda model=model: chat(model))
    for file in files:
        assert CLIENT.files.delete(file).deleted
        assert refused(lambda file=file: CLIENT.files.retrieve(file))
    same("files that are left", list(CLIENT.files.list()), [])


def refused(ask):
    """True where the answer is that there is no such thing."""
    try:
        ask()
    except NotFoundError:
        return True
    return False


def main():
    training = upload(PAIRS[:200], "pairs.jsonl")
    validation = upload(PAIRS[200:220], "validation.jsonl")
    done("uploaded")
    first = fine_tune("Deeptune_Gpt_Small", training, validation_file=validation)
    look_at(first)
    done("trained and evaluated")
    look_at_answers(first.fine_tuned_model)
    done("answered")
    later = upload(PAIRS[220:280], "later.jsonl")
    second = fine_tune(first.fine_tuned_model, later)
    done("trained incrementally")
    models = [second.fine_tuned_model, first.fine_tuned_model]
    known = [model.id for model in CLIENT.models.list()]
    assert set(models) <= set(known), known
    delete([training, validation, later], models)
    done("deleted")


main()
