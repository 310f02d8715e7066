# SPDX-License-Identifier: Apache-2.0
"""Two sources tell of one event: it is found as a candidate with its evidence,
merged, kept apart, and either undone, by API and command line, with and
without a daemon; merged without asking when that is configured, but never when
both sources are authoritative."""
import http.client
import socket

from ambit import PATIENCE, Answer, Case, main, network, unfold

TITLE = "World Forum of Metropolitan Regions"
CERTAIN = "[duplicates]\nmerge = certain\n"


def forum(uid, day=4, *lines):
    return [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{TITLE}",
            f"DTSTART;VALUE=DATE:203003{day:02}",
            "DTEND;VALUE=DATE:20300308", "LOCATION:Lyon\\, France", *lines]


OLDER = forum("older", 4, "URL:https://forum.example.org/2030")
OTHER = forum("other", 5, "URL:https://www.forum.example.org/2030/",
              "DESCRIPTION:With the election of the board.")


class Door(http.client.HTTPConnection):
    """The daemon's own socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self.path))


class Duplicates(Case):
    def make(self, older=OLDER, other=OTHER, extra="", **keys):
        self.box = self.ambit({"uclg": network("uclg", **keys),
                               "iclei": network("iclei", **keys)},
                              "[feeds]\nmonths_ahead = 120\n" + extra)
        self.box.ics("uclg", older)
        self.box.ics("iclei", other)
        self.box.run("sync", "uclg")
        self.box.run("sync", "iclei")

    def serve(self):
        self.box.serve()
        self.box.until(lambda: self.listed(), "the conflict")

    def ask(self, method, path, **headers):
        door = Door(next((self.box.dir / "state").glob("*.sock*")))
        door.request(method, path, headers={
            name.replace("_", "-"): value for name, value in headers.items()})
        answer = Answer(door.getresponse())
        door.close()
        return answer

    def listed(self, **filters):
        query = "&".join(f"{key}={value}" for key, value in filters.items())
        return self.ask("GET", f"/v1/conflicts?code=C16&{query}").json()[
            "items"]

    def step(self, word):
        item = self.listed()[0]
        answer = self.ask("POST", f"/v1/conflicts/{item['id']}/{word}",
                          If_Match=f'"{item["revision"]}"')
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()["state"]

    def events(self):
        return self.box.get("/v1/events?from=2030-01-01&to=2030-12-31").json()[
            "items"]

    def until_events(self, number):
        self.box.until(lambda: len(self.events()) == number,
                       f"{number} events")
        feed = unfold(self.box.get("/feeds/public.ics").body)
        self.assertEqual(number, feed.count("BEGIN:VEVENT"))

    def test_a_candidate_and_its_evidence(self):
        self.make()
        self.serve()
        found = self.listed(state="open")
        self.assertEqual(1, len(found))
        evidence = found[0]["evidence"]
        self.assertEqual(["link", "title"], evidence["rules"])
        self.assertEqual((100, 1),
                         (evidence["similarity"], evidence["days"]))
        self.assertEqual({"uclg", "iclei"},
                         {event["source"] for event in evidence["events"]})
        self.assertEqual(404, self.ask("GET", "/v1/conflicts/none").status)

    def test_merged_and_undone_with_each_field_s_source(self):
        self.make()
        self.serve()
        self.until_events(2)
        ids = {event["source"]: event["id"] for event in self.events()}
        first, second = sorted(ids, key=ids.get)
        self.assertEqual("merged", self.step("merge"))
        self.until_events(1)
        one = self.box.get(f"/v1/events/{ids[first]}").json()
        self.assertEqual([first, second],
                         [part["source"] for part in one["merged"]])
        self.assertEqual(
            (first, first, "iclei"),
            tuple(one["provenance"][field]
                  for field in ("start", "summary", "description")))
        self.assertEqual("With the election of the board.",
                         one["description"])
        self.assertNotIn("uid", one["provenance"])
        again = self.box.get(f"/v1/events/{ids[second]}")
        self.assertEqual(ids[first], again.json()["id"])
        sequence = one["sequence"]
        self.assertEqual("open", self.step("undo"))
        self.until_events(2)
        apart = self.box.get(f"/v1/events/{ids[first]}").json()
        self.assertNotIn("merged", apart)
        self.assertGreater(apart["sequence"], sequence)

    def test_what_a_member_says_later_flows_in(self):
        self.make()
        self.serve()
        self.step("merge")
        self.until_events(1)
        self.box.ics("iclei", [*OTHER[:-1], "DESCRIPTION:Moved to the hall."])
        self.box.run("sync", "iclei")
        self.box.until(lambda: self.events()[0].get("description")
                       == "Moved to the hall.", "the new words")
        self.box.stop()
        self.box.serve()
        self.until_events(1)

    def test_kept_apart_and_undone(self):
        self.make()
        self.serve()
        self.assertEqual("kept-apart", self.step("keep-apart"))
        self.assertEqual([], self.listed(state="open"))
        self.box.run("sync", "iclei")
        self.assertEqual("kept-apart", self.listed()[0]["state"])
        self.until_events(2)
        self.assertEqual("open", self.step("undo"))

    def test_steps_that_are_not_allowed(self):
        self.make()
        self.serve()
        item = self.listed()[0]
        path = f"/v1/conflicts/{item['id']}"
        self.assertEqual(409, self.ask(
            "POST", path + "/undo",
            If_Match=f'"{item["revision"]}"').status)
        self.assertEqual(412, self.ask(
            "POST", path + "/merge", If_Match='"99"').status)
        self.assertEqual(404, self.ask(
            "POST", "/v1/conflicts/none/merge", If_Match='"1"').status)
        self.assertEqual("open", self.listed()[0]["state"])

    def test_it_is_cleared_when_the_other_is_gone(self):
        self.make()
        self.serve()
        self.box.ics("iclei", [line.replace(TITLE, "Budget").replace(
            "forum.example", "budget.example").replace("Lyon", "Nantes")
            for line in OTHER])
        self.box.run("sync", "iclei")
        self.box.until(lambda: self.listed()[0]["state"] == "cleared",
                       "the clearing")

    def test_by_the_command_line_without_a_daemon(self):
        self.make()
        self.assertIn("link, title", self.box.run("conflicts").stdout)
        item = self.box.run_json("conflicts")[0]
        self.box.run("conflicts", "merge", item["id"], "--why", "the same")
        merged = self.box.run_json("conflicts", "--state", "merged")[0]
        self.assertEqual("the same", merged["why"])
        listed = self.box.run_json("events", "--from", "2030-01-01",
                                   "--to", "2030-12-31")
        self.assertEqual(1, len(listed))
        self.box.run("conflicts", "undo", item["id"])
        self.box.run("conflicts", "keep-apart", item["id"])
        self.assertEqual("kept-apart", self.box.run_json(
            "conflicts", "--state", "kept-apart")[0]["state"])

    def states(self):
        return [item["state"] for word in ("open", "merged", "kept-apart")
                for item in self.box.run_json("conflicts", "--state", word)]

    def test_what_is_certain_is_merged_when_that_is_wanted(self):
        same = forum("one@forum.example.org")
        self.make(same, same, CERTAIN)
        self.assertEqual(["merged"], self.states())
        item = self.box.run_json("conflicts", "--state", "merged")[0]
        self.assertIsNone(item.get("decided_by"))
        self.box.run("conflicts", "undo", item["id"])
        self.box.run("sync", "iclei")
        self.assertEqual(["kept-apart"], self.states())

    def test_what_is_less_than_certain_is_not(self):
        self.make(forum("a"), forum("b", 5), CERTAIN)
        self.assertEqual(["open"], self.states())

    def test_two_authoritative_sources_are_never_merged_by_themselves(self):
        same = forum("one@forum.example.org")
        self.make(same, same, CERTAIN, authoritative="yes")
        self.assertEqual(["open"], self.states())

    def test_an_authoritative_source_s_word_counts_first(self):
        same = forum("one@forum.example.org")
        self.make(same, [*same, "DESCRIPTION:Of the authority."], CERTAIN)
        self.box.sources["iclei"]["authoritative"] = "yes"
        self.box.write_config()
        self.serve()
        self.until_events(1)
        one = self.box.get(f"/v1/events/{self.events()[0]['id']}").json()
        self.assertEqual({"iclei"}, set(one["provenance"].values()))
        self.assertEqual(["iclei", "uclg"],
                         [part["source"] for part in one["merged"]])


if __name__ == "__main__":
    main()
