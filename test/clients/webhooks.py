"""The Standard Webhooks' own Python library verifies what the host sends, as docs/webhooks.md shows it."""

import http.server
import json
import os
import pathlib
import re
import threading
from typing import ClassVar

import requests
from service import same
from standardwebhooks.webhooks import WebhookVerificationError

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "webhooks.md"
NOTIFICATIONS = f"{os.environ['DEEPTUNE_URL']}/v2/users/me/notifications"
HEADERS = {"authorization": f"Key {os.environ['DEEPTUNE_KEY']}"}


def shown():
    """The function that the page shows."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict = {}
    exec(code.group(1), names)  # noqa: S102 - the page is ours, and is what is tested
    return names["verified"]


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what comes."""

    received: ClassVar[list] = []

    def do_POST(self):
        """One message."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args):
        """Nothing."""


def call(method, path, body=None):
    """The answer of the API; raises where it is a refusal."""
    answer = requests.request(
        method, NOTIFICATIONS + path, json=body, headers=HEADERS, timeout=60
    )
    answer.raise_for_status()
    return answer.json()


def refused(verified, secret, headers, body):
    """Whether the library takes it for somebody else's."""
    try:
        verified(secret, headers, body)
    except WebhookVerificationError:
        return True
    return False


def main():
    """Makes a webhook, has it tested, and verifies what came, before and after a rotation."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/hook"
    made = call("POST", "", {"notification": {"kind": "webhook", "url": url}})
    path = f"/{made['notification']['id']}"
    verified = shown()

    call("POST", f"{path}/test")
    headers, body = Receiver.received[-1]
    same("the message", verified(made["secret"], headers, body), json.loads(body))
    same("altered", refused(verified, made["secret"], headers, body + b" "), True)
    old = {**headers, "webhook-timestamp": "1614265330"}
    same("old", refused(verified, made["secret"], old, body), True)

    rotated = call("POST", f"{path}/secret")
    delivery = call("POST", f"{path}/test")["delivery"]
    headers, body = Receiver.received[-1]
    same("the id", headers["webhook-id"], delivery["id"])
    for secret in (made["secret"], rotated["secret"]):
        same("by either secret", verified(secret, headers, body), json.loads(body))
    call("DELETE", path)
    server.shutdown()
    print("standardwebhooks verifies what is sent")


main()
