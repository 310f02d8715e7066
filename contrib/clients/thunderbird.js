// SPDX-License-Identifier: Apache-2.0
// Runs inside Thunderbird (see thunderbird.py): adds a network calendar as its
// own dialog does, waits until it is loaded, and tells its occurrences.
const [url, first, after, answer] = arguments;

async function load(cal) {
  const calendar = cal.manager.createCalendar(
    "ics",
    Services.io.newURI(url),
  );
  calendar.readOnly = true;
  await new Promise((resolve, reject) => {
    calendar.addObserver({
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {},
      onEndBatch() {},
      onLoad: resolve,
      onAddItem() {},
      onModifyItem() {},
      onDeleteItem() {},
      onError: (_calendar, number, message) =>
        reject(new Error(`${number}: ${message}`)),
      onPropertyChanged() {},
      onPropertyDeleting() {},
    });
    cal.manager.registerCalendar(calendar);
    calendar.refresh();
  });
  return calendar;
}

const two = (number) => String(number).padStart(2, "0");
const day = (time) => `${time.year}-${two(time.month + 1)}-${two(time.day)}`;

function moment(cal, time) {
  if (time.isDate) return day(time);
  const utc = time.getInTimezone(cal.dtz.UTC);
  const clock = [utc.hour, utc.minute, utc.second].map(two).join(":");
  return `${day(utc)}T${clock}Z`;
}

async function account() {
  const { cal } = ChromeUtils.importESModule(
    "resource:///modules/calendar/calUtils.sys.mjs",
  );
  const calendar = await load(cal);
  const [from, to] = [first, after].map((date) =>
    cal.createDateTime(`${date.replaceAll("-", "")}T000000Z`),
  );
  const items = await calendar.getItemsAsArray(
    Ci.calICalendar.ITEM_FILTER_TYPE_EVENT |
      Ci.calICalendar.ITEM_FILTER_COMPLETED_ALL |
      Ci.calICalendar.ITEM_FILTER_CLASS_OCCURRENCES,
    0,
    from,
    to,
  );
  return items.map(
    (item) =>
      `${moment(cal, item.startDate)} ${moment(cal, item.endDate)} ` +
      item.title,
  );
}

account().then(
  (lines) => answer({ lines }),
  (error) => answer({ error: String(error) }),
);
