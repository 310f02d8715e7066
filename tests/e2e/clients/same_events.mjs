// SPDX-License-Identifier: Apache-2.0
// node same_events.mjs FEED.ics: the feed's events as a canonical JSON list,
// read by ical.js, which knows zones only by their VTIMEZONE.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(
  ICAL.parse(readFileSync(process.argv[2], "utf8")),
);
for (const zone of calendar.getAllSubcomponents("vtimezone"))
  ICAL.TimezoneService.register(zone);

function moment(event, name) {
  const time = event.getFirstPropertyValue(name);

  if (!time) return null;
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `${time} floating`;
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

const events = calendar.getAllSubcomponents("vevent").map((event) => ({
  end: moment(event, "dtend"),
  "recurrence-id": moment(event, "recurrence-id"),
  start: moment(event, "dtstart"),
  status: event.getFirstPropertyValue("status"),
  summary: event.getFirstPropertyValue("summary"),
  uid: event.getFirstPropertyValue("uid"),
}));
const key = (event) => `${event.uid} ${event["recurrence-id"] ?? ""}`;

events.sort((a, b) => (key(a) < key(b) ? -1 : 1));
for (const event of events) console.log(JSON.stringify(event));
