# SPDX-License-Identifier: Apache-2.0
"""api/openapi.json against the running server: Redocly finds it sound, and
each example as its schema says; Prism, a proxy that holds every request and
answer against it, has nothing to say while the API is used from end to end.
Both come by npm (contrib/api-check); without them this is skipped."""
import json
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.parse

import ambit
from race import Client, token

HERE = pathlib.Path(__file__).parent
BIN = HERE / "api/node_modules/.bin"
DESCRIPTION = ambit.ROOT / "api/openapi.json"
PATIENCE = 180  # seconds: Node reads both packages first
ROLES = {"admin": {}, "coordinator": {}, "officer": {}, "reader": {},
         "lead": {"teams": "T1"}, "head": {"teams": "T1"}}
LIMITS = ("[server]\nrate = 100000\nburst = 100000\n"
          f"[plan]\nfile = {ambit.ROOT}/etc/plan.example.conf\n")
EVENT = ["UID:one", "DTSTAMP:20260101T000000Z", "SUMMARY:Port days",
         "DTSTART;VALUE=DATE:20270504", "DTEND;VALUE=DATE:20270506"]


class Description(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = ambit.Ambit({"net": ambit.network("net")}, LIMITS)
        cls.addClassCleanup(cls.box.close)
        cls.box.ics("net", EVENT)
        cls.box.run("team", "add", "T1", "name=Mobility")
        cls.box.run("person", "add", "a1", "name=Ada", "team=T1")
        cls.secrets = {
            role: token(cls.box, role, role=role, **scope)
            for role, scope in ROLES.items()}
        cls.box.serve()
        cls.box.until(cls.box.synced, "the source is synced")
        cls.port = ambit.free_port()
        cls.proxy = subprocess.Popen(
            [BIN / "prism", "proxy", DESCRIPTION,
             f"http://127.0.0.1:{cls.box.port}", "--errors",
             "--host", "127.0.0.1", "--port", str(cls.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(cls.end)
        cls.description = json.loads(DESCRIPTION.read_text())
        end = time.monotonic() + PATIENCE
        while not cls.is_up():
            if time.monotonic() > end:
                raise AssertionError("the proxy does not answer")
            time.sleep(0.2)

    @classmethod
    def end(cls):
        cls.proxy.kill()
        cls.proxy.wait()

    @classmethod
    def is_up(cls):
        answer = Client(cls.port, cls.secrets["admin"]).ask("GET", "/healthz")
        return answer and answer[0] == 200

    def ask(self, role, method, path, body=None, status=200, **headers):
        answer = Client(self.port, self.secrets[role]).ask(
            method, path, body, **headers)
        self.assertIsNotNone(answer, path)
        said = answer[2].decode(errors="replace")
        self.assertNotIn("stoplight.io/prism", said, f"{method} {path}")
        self.assertIsNone(answer[1].get("sl-violations"),
                          f"{method} {path}: {said}")
        self.assertEqual(status, answer[0], f"{method} {path}: {said}")
        kind = answer[1].get("Content-Type", "")
        return json.loads(said) if "json" in kind and said else said

    def made(self, role, path, body):
        return self.ask(role, "POST", path, body, 201)["id"]

    def change(self, role, method, path, body=None, status=200):
        tag = Client(self.box.port, self.secrets[role]).ask(
            "GET", urllib.parse.urlsplit(path).path)[1]["ETag"]
        return self.ask(role, method, path, body, status, If_Match=tag)

    def take(self, role, mission, step, body=None):
        tag = Client(self.box.port, self.secrets["officer"]).ask(
            "GET", f"/v1/missions/{mission}")[1]["ETag"]
        return self.ask(role, "POST", f"/v1/missions/{mission}/{step}", body,
                        If_Match=tag)

    def test_every_list_is_as_it_is_described(self):
        for path, ways in self.description["paths"].items():
            if "{" in path or "get" not in ways or path == "/v1/session":
                continue
            role = "admin" if path != "/metrics" else "reader"
            self.ask(role, "GET", path)

    def test_records_from_first_to_last(self):
        self.ask("admin", "GET", "/v1/people/a1")
        self.made("admin", "/v1/councils", {"id": "C1", "name": "Gavà"})
        self.change("admin", "PATCH", "/v1/councils/C1", {"city": "Gavà"})
        self.change("admin", "DELETE", "/v1/councils/C1", status=204)
        self.ask("admin", "GET", "/v1/councils/C1", status=404)
        self.ask("reader", "GET", "/v1/people", status=403)
        self.made("admin", "/v1/holidays", {
            "name": "Fair", "start": "2027-05-01", "end": "2027-05-02"})
        made = self.ask("admin", "POST", "/v1/tokens",
                        {"label": "phone", "feed": "staff"}, 201)
        self.ask("admin", "GET", f"/feeds/my/{made['secret']}.ics")
        self.change("admin", "DELETE", f"/v1/tokens/{made['id']}", status=204)
        self.ask("coordinator", "GET", "/feeds/busy/person/a1.ifb")
        self.ask("admin", "GET", "/v1/changes?limit=3")

    def test_the_life_of_a_mission(self):
        event = self.ask("lead", "GET", "/v1/events")["items"][0]["id"]
        self.ask("lead", "GET", f"/v1/events/{event}")
        mission = self.made("lead", "/v1/missions", {
            "title": "Port days", "team": "T1", "event": event,
            "roles": [{"kind": "head", "chosen": ["a1"]}]})
        self.change("lead", "PATCH", f"/v1/missions/{mission}",
                    {"purpose": "See how quays are shared"})
        self.take("lead", mission, "submit")
        self.take("head", mission, "return", {"reason": "Say the cost"})
        self.take("lead", mission, "submit")
        self.take("head", mission, "endorse")
        self.take("officer", mission, "authorise", {"order_number": "27/1"})
        self.take("officer", mission, "cancel", {"reason": "Put off"})
        self.ask("lead", "GET", f"/v1/missions/{mission}")

    def test_it_is_sound(self):
        done = subprocess.run(
            [BIN / "redocly", "lint", DESCRIPTION,
             "--config", HERE / "api/redocly.yaml"],
            capture_output=True, text=True, timeout=300,
            env={"PATH": "/usr/bin:/bin", "REDOCLY_TELEMETRY": "off",
                 "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "HOME": "/tmp"})
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    if not (BIN / "prism").exists():
        print("skipped: contrib/api-check installs Redocly and Prism")
        sys.exit(77)
    ambit.main()
