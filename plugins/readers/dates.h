/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates as people write them, read under rules that a person has set. A text
 * that does not fit the rules is refused with its reason: "02/03/2026" is the
 * second of March or the third of February by configuration, never by what
 * the neighbouring rows look like.
 *
 * Always read: ISO 8601 with the year first ("2026-02-22", "20260222T133000",
 * "2026-02-22 13:30", "...+0200", "...Z", "A/B") and RFC 822 ("Mon, 01 Sep 2025
 * 08:00:00 GMT").
 * By the order of the rules: "22/02/2022 13:30", "22-2-26", "22 de febrer de
 * 2026", "17-ene", "Feb 22nd, 2026 1:30 pm", and of these "22-24 febrer 2026",
 * "28 feb - 2 mar 2026", "del 22 al 24 de febrer de 2026", "22/02/2026
 * 9:30-11:00". By permission: "45945", the serial number that a spreadsheet
 * keeps.
 */
#ifndef AMBIT_READERS_DATES_H
#define AMBIT_READERS_DATES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* DATES_ISO: only what is always read. */
enum dates_order { DATES_ISO, DATES_DMY, DATES_MDY, DATES_YMD };

/* A day that publishers write when they know none, in seconds as below:
 * Indico's 2099-12-31T22:58Z, and what lies beyond. */
#define DATES_PLACEHOLDER INT64_C(4102358400) /* 2099-12-31T00:00:00 */
#define DATES_PLACEHOLDER_REASON \
	"its date is a placeholder: it has not been set yet"

/* Languages of the names of months and weekdays. */
#define DATES_CA 1u
#define DATES_ES 2u
#define DATES_EN 4u
#define DATES_FR 8u

struct dates_rules {
	int order;           /* enum dates_order */
	unsigned languages;  /* 0: all of them */
	int serial;          /* are serial numbers (1900 system) dates? */
	int year;            /* of dates that name none; 0: they are refused */
	const char *pattern; /* NULL, or the one form that is read: %d %m %b
				(a name) %Y %y %H %M %S %z, a blank for any
				blanks, all else as it stands */
};

/*
 * Reads "dmy", "mdy", "ymd" or "iso", the languages ca, es, en, fr, "serial", a
 * year of four digits, in any order with blanks or commas between them; then,
 * from the first % to the end, a pattern, which stays on loan. NULL or ""
 * changes nothing of *rules. Returns 0, or -1 with a sentence in reason.
 */
int dates_rules_read(
    const char *text, struct dates_rules *rules, char *reason, size_t room);

enum dates_form { DATES_NONE, DATES_DAY, DATES_WALL, DATES_INSTANT };

struct dates_time {
	int form;        /* enum dates_form */
	int64_t seconds; /* since 1970-01-01T00:00:00 on its own wall; of an
			    instant in UTC */
	int offset;      /* of an instant: seconds east of UTC, as written */
};

/*
 * Reads text, UTF-8, blanks around it allowed, as a time or as a range of two.
 * The end of a range of days is its last day; of a text that is no range it
 * is DATES_NONE. Years of two digits are 1969 to 2068 (POSIX). Returns 0, or
 * -1 with a sentence in reason and *start and *end untouched.
 */
int dates_read(const struct dates_rules *rules, const char *text,
    struct dates_time *start, struct dates_time *end, char *reason,
    size_t room);

/* One time in a form of ISO 8601, as machines write them, and in no other. 0,
 * or -1 with *out untouched. */
int dates_read_iso(const char *text, struct dates_time *out);

#define DATES_TEXT 24

/* As struct ambit_event wants it: "2026-02-22", "2026-02-22T13:30:00",
 * "2026-02-22T12:30:00Z"; "" for DATES_NONE. */
void dates_text(const struct dates_time *time, char out[DATES_TEXT]);

/* Did the writer mean whole days? A day, or midnight on its own wall. */
int dates_is_midnight(const struct dates_time *time);

/* The day on which the time is, on its own wall. */
struct dates_time dates_day_of(const struct dates_time *time);

#ifdef __cplusplus
}
#endif

#endif
