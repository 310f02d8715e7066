# SPDX-License-Identifier: Apache-2.0
"""Each kind's own fields survive from the source through store and API to the
feed: the five kinds of etc/samples, by their own plugins."""
import datetime
import subprocess

from ambit import ROOT, Case, main, network, unfold

SOURCES = {
    "metropolis": network("metropolis", role="board", voting_seat="yes"),
    "conferences": {"plugin": "conferences", "url": "file:conferences.json",
                    "responsible": "Mobility"},
    "days": {"plugin": "conferences", "url": "file:days.html",
             "format": "jsonld", "zone": "Europe/Madrid"},
    "forums": {"plugin": "forums", "url": "file:forums.html",
               "zone": "Europe/Brussels", "un": "World Urban Forum",
               "eu": "European Committee of the Regions",
               "statutory": "Plenary Session"},
    "delegations": {"plugin": "delegations", "url": "file:delegations.csv",
                    "zone": "Europe/Madrid"},
    "blue-city": {"plugin": "projects", "project": "BLUE CITY",
                  "programme": "interreg-europe", "approval": "2024-12-10",
                  "start": "2025-05-01", "end": "2029-07-31",
                  "responsible": "Ada Example"},
}

NEXT = datetime.date.today() + datetime.timedelta(days=120)
PAGE = f"""<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "Event",
 "@id": "https://forest.example/days", "url": "https://forest.example/days",
 "name": "Days of the metropolitan forest", "startDate": "{NEXT}",
 "endDate": "{NEXT}", "location": {{"@type": "Place", "address":
  {{"@type": "PostalAddress", "addressLocality": "Barcelona",
   "addressCountry": "ES"}}}},
 "offers": {{"@type": "Offer",
  "validThrough": "{NEXT - datetime.timedelta(days=30)}"}},
 "performer": {{"@type": "Person", "name": "Ona Mostra",
  "affiliation": "Sample Institute"}}}}
</script>"""


class Kinds(Case):
    def setUp(self):
        self.box = self.ambit(SOURCES)
        subprocess.run([ROOT / "contrib/sample-dates", ROOT / "etc/samples",
                        self.box.data], check=True)
        (self.box.data / "days.html").write_text(PAGE)
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        self.items = self.box.local("/v1/events?limit=500").json()["items"]

    def item(self, kind, words):
        found = [item for item in self.items
                 if item["kind"] == kind and words in item["summary"]]
        self.assertTrue(found, f"{kind} {words}")
        return found[0]

    def blocks(self):
        """The feed's events as lists of lines, by their first summary."""
        lines = unfold(self.box.get("/feeds/public.ics").body)
        block, blocks = [], []
        for line in lines:
            block = [] if line == "BEGIN:VEVENT" else block + [line]
            if line == "END:VEVENT":
                blocks.append(block)
        return blocks

    def block(self, words):
        return next(block for block in self.blocks() if any(
            line.startswith("SUMMARY") and words in line for line in block))

    def uid(self, words):
        return next(line[4:] for line in self.block(words)
                    if line.startswith("UID:"))

    def test_a_conference_and_its_call(self):
        item = self.item("conference", "Metropolitan Data Days")
        self.assertEqual(["call-for-papers"],
                         [at["name"] for at in item["deadlines"]])
        self.assertEqual("FR", item["country"])
        call = self.item("milestone", "Metropolitan Data Days")
        self.assertEqual(item["uid"], call["parent"])
        self.assertEqual("Mobility", call["responsible"])
        self.assertEqual(10, call["preparation_days"])
        block = self.block("Call for papers closes: Metropolitan Data Days")
        self.assertIn("TRANSP:TRANSPARENT", block)
        parent = next(b for b in self.blocks() if any(
            line.startswith("SUMMARY") and line.endswith(
                ":Metropolitan Data Days") for line in b))
        uid = next(line[4:] for line in parent if line.startswith("UID:"))
        self.assertIn(f"RELATED-TO;RELTYPE=PARENT:{uid}", block)

    def test_a_conference_whose_page_names_speakers(self):
        item = self.item("conference", "Days of the metropolitan forest")
        self.assertEqual([("Ona Mostra", "speaker", "Sample Institute")],
                         [(who["name"], who["role"], who["organisation"])
                          for who in item["participants"]])
        self.assertEqual(["registration"],
                         [at["name"] for at in item["deadlines"]])
        until = self.item("milestone", "Days of the metropolitan forest")
        self.assertEqual(item["uid"], until["parent"])
        self.assertIn("TRANSP:TRANSPARENT", self.block(
            "Registration closes: Days of the metropolitan forest"))

    def test_a_forum_and_its_side_event(self):
        item = self.item("forum", "Plenary Session")
        self.assertEqual(("eu", True, "Plenary Session"),
                         (item["level"], item["statutory"], item["organ"]))
        self.assertEqual("un", self.item("forum", "Urban Forum")["level"])
        side = self.item("forum", "Side event")
        self.assertEqual(item["uid"], side["parent"])
        self.assertFalse(side.get("statutory"))
        self.assertIn(
            f"RELATED-TO;RELTYPE=PARENT:{self.uid('Plenary Session')}",
            self.block("Side event"))

    def test_a_network_meeting(self):
        item = next(item for item in self.items
                    if item["kind"] == "network-meeting"
                    and item.get("statutory"))
        self.assertEqual("Metropolis", item["network"])
        self.assertEqual("board", item["role"])
        self.assertTrue(item["voting_seat"])
        self.assertTrue(item["organ"])
        self.assertTrue(any("CATEGORIES" in line and "Metropolis" in line
                            for line in self.block(item["summary"])))

    def test_a_delegation_whose_people_are_in_no_public_feed(self):
        item = self.item("delegation", "Study visit")
        self.assertEqual(("outgoing", 3),
                         (item["direction"], item["head_rank"]))
        self.assertEqual(["Aina Mostra", "Biel Exemple"],
                         [who["name"] for who in item["participants"]])
        incoming = self.item("delegation", "Delegation of")
        self.assertEqual(("incoming", "International area"),
                         (incoming["direction"], incoming["host"]))
        self.assertEqual(["ca-ar", "es-ar"], incoming["interpreters"])
        self.assertEqual(
            [("Reception at the seat", incoming["start"] + "T10:00:00")],
            [(slot["title"], slot["start"]) for slot in incoming["slots"]])
        self.assertIn(("Lyon", "Grenoble"),
                      [(leg.get("from"), leg.get("to"))
                       for leg in item["legs"]])
        for words in ("Study visit", "Delegation of"):
            block = self.block(words)
            self.assertTrue(any(line.startswith("DTSTART;VALUE=DATE:")
                                for line in block))
        feed = self.box.get("/feeds/public.ics").body.decode()
        self.assertNotIn("Aina", feed)
        self.assertNotIn("Reception", feed)
        self.assertNotIn("ATTENDEE", feed)
        anybody = self.box.get("/v1/events?limit=500").body.decode()
        alone = self.box.get(f"/v1/events/{item['id']}").body.decode()
        self.assertIn("Study visit", anybody)
        for text in (anybody, alone):
            self.assertNotIn("Aina", text)
            self.assertNotIn("Reception", text)
            self.assertNotIn("Ada Example", text)

    def test_a_project_s_milestone(self):
        item = next(item for item in self.items
                    if item["source"] == "blue-city")
        self.assertEqual(("milestone", "BLUE CITY", "Ada Example"),
                         (item["kind"], item["project"],
                          item["responsible"]))
        self.assertGreater(item["preparation_days"], 0)
        today = str(datetime.date.today())
        soon = next(item for item in self.items
                    if item["source"] == "blue-city"
                    and item["start"] > today)
        block = self.block(soon["summary"])
        self.assertIn("TRANSP:TRANSPARENT", block)
        self.assertTrue(any(line.startswith("DESCRIPTION")
                            and line.endswith(": BLUE CITY")
                            for line in block), block)


if __name__ == "__main__":
    main()
