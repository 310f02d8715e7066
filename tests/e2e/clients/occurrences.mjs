// SPDX-License-Identifier: Apache-2.0
// node occurrences.mjs FEED.ics FIRST AFTER: what ical.js makes of a feed
// between two days, one occurrence a line, sorted: start, end, title. Whole
// days as dates, times in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [path, first, after] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));

for (const zone of calendar.getAllSubcomponents("vtimezone"))
  ICAL.TimezoneService.register(zone);

function moment(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `${time} floating`;
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

// An Event takes every exception beside it for its own unless it is told.
const components = calendar.getAllSubcomponents("vevent");
const replaces = (component) => component.hasProperty("recurrence-id");
const uid = (component) => component.getFirstPropertyValue("uid");
const masters = components
  .filter((component) => !replaces(component))
  .map(
    (component) =>
      new ICAL.Event(component, {
        strictExceptions: true,
        exceptions: components.filter(
          (other) => replaces(other) && uid(other) === uid(component),
        ),
      }),
  );

const lines = [];
const add = (start, end, event) =>
  lines.push(`${moment(start)} ${moment(end)} ${event.summary}`);

for (const event of masters) {
  if (!event.isRecurring()) {
    add(event.startDate, event.endDate, event);
    continue;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    if (next.toString() >= after) break;
    const details = event.getOccurrenceDetails(next);
    add(details.startDate, details.endDate, details.item);
  }
}
for (const line of lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  if (line >= first && line < after) console.log(line);
