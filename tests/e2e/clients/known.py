# SPDX-License-Identifier: Apache-2.0
"""Where clients are known to read the hard calendars otherwise than RFC 5545
says: client -> case -> how. contrib/clients/README.md has the sentences of the
RFC. A test fails when one differs elsewhere, and when one no longer differs
here."""

ZONED = ("recurring_ical_events takes what is in UTC to X-WR-TIMEZONE before "
         "it expands, and pytz takes a time that is shown twice for the "
         "second")

DIFFERENCES = {
    "icalendar": {
        "in-utc": ZONED,
        "in-the-fold": ZONED,
        "madrid-fold": ZONED,
        "dublin-fold": ZONED,
        "clock-fold-madrid": ZONED,
        "clock-fold-dublin": ZONED,
        "clock-until-fold-madrid-last": ZONED,
        "clock-until-fold-dublin-last": ZONED,
        "hours": "recurring_ical_events keeps one RDATE a day",
    },
    "vobject": {},
    "ical.js": {},
    "khal": {
        "a-moment": "an event without length is shown for an hour",
    },
    "thunderbird": {},
    "evolution": {
        "over-the-change": "the end is told as the start and the hours that "
                           "the wall shows between, not as DTEND",
    },
}
