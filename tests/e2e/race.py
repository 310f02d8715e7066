# SPDX-License-Identifier: Apache-2.0
"""Many clients at once against one daemon: what each was told is noted, so
that it can be held against the log. Shared by the test and the longer script
that kills the daemon meanwhile (contrib/kill-writers)."""
import http.client
import json
import threading

PATIENCE = 60


class Client:
    """One token, one connection at a time."""

    def __init__(self, port, secret):
        self.port = port
        self.headers = {"Authorization": f"Bearer {secret}",
                        "Content-Type": "application/json"}

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body), or None when there was no answer."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE)
        fields = {**self.headers,
                  **{name.replace("_", "-"): value
                     for name, value in headers.items()}}
        if body is None:
            del fields["Content-Type"]
        try:
            connection.request(
                method, path, headers=fields,
                body=None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, answer.headers, text
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def token(box, label, **scope):
    """A new token's secret, made by the command line."""
    made = box.run("token", "create", label,
                   *(f"{key}={value}" for key, value in scope.items()))
    return made.stdout.split()[-1]


def at_once(n, work):
    """Runs work(0) ... work(n - 1) in threads; what went wrong is raised."""
    wrong = []

    def run(i):
        try:
            work(i)
        except Exception as error:  # told below, in the one thread
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def changes(client, **filters):
    """The whole log, page by page."""
    found, after = [], 0
    query = "".join(f"&{key}={value}" for key, value in filters.items())
    while True:
        status, _, text = client.ask(
            "GET", f"/v1/changes?limit=500&after={after}{query}")
        assert status == 200, text
        page = json.loads(text)["items"]
        found += page
        if len(page) < 500:
            return found
        after = page[-1]["seq"]
