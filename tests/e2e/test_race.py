# SPDX-License-Identifier: Apache-2.0
"""64 clients edit one mission, take it through its life, and register the same
missions, all at once; and the daemon is killed while they write. For each
revision exactly one wins, what was acknowledged is there once, the log is
whole and in order."""
import collections
import json
import random
import signal
import threading
import uuid

import ambit
from race import Client, at_once, changes, token

CLIENTS = 64
LIMITS = "[server]\nrate = 100000\nburst = 100000\n"
MISSION = {"title": "Visit", "team": "T1", "city": "Lyon", "country": "FR",
           "windows": [{"start": "2027-05-04", "end": "2027-05-06"}]}


class Race(ambit.Case):
    def setUp(self):
        self.box = self.ambit({}, LIMITS)
        # No plugin is asked what it is at each start.
        self.box.plugins = self.box.dir / "plugins"
        self.box.plugins.mkdir()
        self.box.write_config()
        self.box.run("team", "add", "T1", "name=Mobility")
        self.box.run("person", "add", "a1", "name=Ada", "team=T1")
        self.secrets = {
            "lead": token(self.box, "lead", role="lead", teams="T1"),
            "head": token(self.box, "head", role="head", teams="T1"),
            "officer": token(self.box, "officer", role="officer"),
            "coordinator": token(self.box, "office", role="coordinator"),
        }
        self.box.serve()

    def client(self, role):
        return Client(self.box.port, self.secrets[role])

    def register(self, **more):
        status, headers, text = self.client("lead").ask(
            "POST", "/v1/missions", {**MISSION, **more})
        self.assertEqual(201, status, text)
        return json.loads(text)["id"], headers["ETag"]

    def check_log(self, client):
        log = changes(client)
        self.assertEqual(list(range(1, len(log) + 1)),
                         [change["seq"] for change in log])
        return log

    def test_one_edit_wins_for_each_revision(self):
        mission, _ = self.register()
        path = f"/v1/missions/{mission}"
        won = collections.Counter()
        told = collections.Counter()

        def edit(i):
            client = self.client("lead")
            for turn in range(3):
                status, headers, _ = client.ask("GET", path)
                tag = headers["ETag"]
                status, _, text = client.ask(
                    "PATCH", path, {"purpose": f"{i} {turn}"}, If_Match=tag)
                told[status] += 1
                if status == 200:
                    won[tag] += 1

        at_once(CLIENTS, edit)
        self.assertEqual({200, 412}, set(told), told)
        self.assertEqual({1}, set(won.values()))
        last = json.loads(self.client("lead").ask("GET", path)[2])
        self.assertEqual(1 + told[200], last["revision"])
        log = [change for change in self.check_log(self.client("coordinator"))
               if change["id"] == mission]
        self.assertEqual(1 + told[200], len(log))

    def test_one_step_wins_for_each_state(self):
        mission, _ = self.register(roles=[{"kind": "head", "chosen": ["a1"]}])
        path = f"/v1/missions/{mission}"
        told = collections.Counter()
        for role, step, body in (("lead", "submit", None),
                                 ("head", "endorse", None),
                                 ("officer", "authorise",
                                  {"order_number": "2027/1"})):
            tag = self.client("officer").ask("GET", path)[1]["ETag"]
            told.clear()

            def take(_):
                status, _, text = self.client(role).ask(
                    "POST", f"{path}/{step}", body, If_Match=tag)
                told[status] += 1

            at_once(CLIENTS, take)
            self.assertEqual(1, told.pop(200), f"{step}: {told}")
            self.assertLessEqual(set(told), {409, 412}, step)
        actions = [change["action"] for change in
                   self.check_log(self.client("coordinator"))
                   if change["id"] == mission]
        self.assertEqual(["created", "submitted", "endorsed", "authorised"],
                         actions)

    def test_a_replay_registers_once(self):
        answers = collections.defaultdict(set)

        def register(i):
            client = self.client("lead")
            for n in range(4):
                status, headers, text = client.ask(
                    "POST", "/v1/missions", {**MISSION, "title": f"M{n}"},
                    Idempotency_Key=f"key-{n}")
                self.assertEqual(201, status, text)
                answers[n].add((headers["Location"], text))

        at_once(CLIENTS, register)
        self.assertEqual([1] * 4, [len(found) for found in answers.values()])
        listed = json.loads(self.client("lead").ask("GET", "/v1/missions")[2])
        self.assertEqual(4, len(listed["items"]))
        self.check_log(self.client("coordinator"))

    def test_what_was_acknowledged_survives_a_kill(self):
        """A tenth of contrib/kill-writers."""
        kill_cycles(self, 50, clients=4, longest=0.06)


def kill_cycles(test, cycles, clients=8, longest=0.4):
    """Kills the daemon while clients register, each with a key that it shows
    again until it is answered; then each title is there once."""
    box, done, lock = test.box, {}, threading.Lock()
    stop = threading.Event()

    def register(i):
        client = Client(box.port, test.secrets["lead"])
        while not stop.is_set():
            key = str(uuid.uuid4())
            answer = None
            while answer is None or answer[0] == 503:
                if stop.is_set() and not box.daemon:
                    return
                answer = client.ask(
                    "POST", "/v1/missions", {**MISSION, "title": key},
                    Idempotency_Key=key)
                if answer is None:
                    stop.wait(0.02)
            test.assertEqual(201, answer[0], answer)
            with lock:
                done[key] = json.loads(answer[2])["id"]

    threads = [threading.Thread(target=register, args=(i,))
               for i in range(clients)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(cycles):
            stop.wait(random.uniform(longest / 10, longest))
            box.stop(signal.SIGKILL)
            box.serve()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    created = collections.Counter()
    for change in changes(Client(box.port, test.secrets["coordinator"]),
                          entity="mission"):
        created[change["title"]] += change["action"] == "created"
    test.assertEqual({}, {key: created[key] for key in done
                          if created[key] != 1})
    test.assertEqual({1}, set(created.values()))
    print(f"figure kill.cycles {cycles} cycles\n"
          f"figure kill.acknowledged {len(done)} missions\n"
          f"figure kill.lost 0 missions", flush=True)


if __name__ == "__main__":
    ambit.main()
