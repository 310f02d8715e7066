/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The iCalendar reader against the events that a text was made from: written
 * with any escapes, folds (also within a character), line ends and case of
 * names, they come back as they were. And whatever is done to the bytes of
 * such a text, the reader comes to an end and a shorter text is never OK.
 */
#include "chance.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "readers/ical.h"

#define EVENTS 12
#define CALENDARS 400
#define MUTANTS 4000

struct made {
	char uid[24], summary[200], category[2][60], start[24];
	int64_t sequence;
};

struct ambit_run {
	const struct made *made;
	struct chance *chance;
	int events, quarantined;
	bool strict;
};

static void
random_text(struct chance *chance, char *out, int most)
{
	static const char *const pieces[] = { "a", "Meeting", ",", ";", ":",
		"\\", "\n", "\"", "é", "日", "😀", "x y", "n", "\\n" };

	out[0] = '\0';
	strcat(out, "t");
	for (int64_t n = chance_range(chance, 0, most); n > 0; n--)
		strcat(out,
		    pieces[chance_range(chance, 0, ARRAY_LEN(pieces) - 1)]);
	strcat(out, "t");
}

static void
event_make(struct chance *chance, int i, struct made *made)
{
	snprintf(made->uid, sizeof made->uid, "uid-%d", i);
	random_text(chance, made->summary, 12);
	random_text(chance, made->category[0], 4);
	random_text(chance, made->category[1], 4);
	made->sequence = chance_range(chance, 0, 1000);
	snprintf(made->start, sizeof made->start,
	    "%04d-%02d-%02dT%02d:%02d:%02d",
	    (int)chance_range(chance, 1900, 2098),
	    (int)chance_range(chance, 1, 12), (int)chance_range(chance, 1, 28),
	    (int)chance_range(chance, 0, 23), (int)chance_range(chance, 0, 59),
	    (int)chance_range(chance, 0, 59));
}

static void
add_escaped(struct chance *chance, struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			buf_adds(out, chance_one_in(chance, 2) ? "\\n" : "\\N");
		else if (strchr(",;\\", *text))
			buf_addf(out, "\\%c", *text);
		else
			buf_addc(out, *text);
	}
}

/* One content line, with random case of its name and random folds. */
static void
add_line(
    struct chance *chance, struct buf *out, const char *end, struct buf *line)
{
	bool named = true;

	for (size_t i = 0; i < line->len; i++) {
		char c = line->data[i];

		named &= c != ':' && c != ';';
		if (named && c >= 'A' && c <= 'Z' && chance_one_in(chance, 9))
			c = (char)(c + 32);
		if (i && chance_one_in(chance, 25))
			buf_addf(out, "%s%c", end,
			    chance_one_in(chance, 2) ? ' ' : '\t');
		buf_addc(out, c);
	}
	buf_adds(out, end);
	buf_reset(line);
}

static void
add_event(struct chance *chance, struct buf *out, const char *end,
    const struct made *made)
{
	CLEANUP(buf_free) struct buf line = BUF_INIT;

	buf_adds(&line, "BEGIN:VEVENT");
	add_line(chance, out, end, &line);
	buf_addf(&line, "UID:%s", made->uid);
	add_line(chance, out, end, &line);
	buf_adds(&line, "DTSTART;TZID=\"Europe/Madrid\":");
	for (const char *p = made->start; *p; p++)
		if (*p != '-' && *p != ':')
			buf_addc(&line, *p);
	add_line(chance, out, end, &line);
	if (chance_one_in(chance, 3))
		buf_addf(out, "BEGIN:VALARM%sUID:no%sSUMMARY:no%sEND:VALARM%s",
		    end, end, end, end);
	buf_adds(&line, "SUMMARY;LANGUAGE=ca:");
	add_escaped(chance, &line, made->summary);
	add_line(chance, out, end, &line);
	buf_adds(&line, "CATEGORIES:");
	add_escaped(chance, &line, made->category[0]);
	buf_addc(&line, ',');
	add_escaped(chance, &line, made->category[1]);
	add_line(chance, out, end, &line);
	buf_addf(&line, "SEQUENCE:%lld", (long long)made->sequence);
	add_line(chance, out, end, &line);
	buf_adds(&line, "END:VEVENT");
	add_line(chance, out, end, &line);
}

static void
calendar_make(struct chance *chance, struct made made[EVENTS], struct buf *out)
{
	static const char *const ends[] = { "\r\n", "\n", "\r" };
	const char *end = ends[chance_range(chance, 0, 2)];

	buf_addf(out, "BEGIN:VCALENDAR%sVERSION:2.0%s", end, end);
	for (int i = 0; i < EVENTS; i++) {
		event_make(chance, i, &made[i]);
		add_event(chance, out, end, &made[i]);
	}
	buf_addf(out, "END:VCALENDAR%s", end);
}

/* ---------------------------------------------------------------- reading */

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	run->quarantined++;
	if (run->strict)
		chance_fail(run->chance, "quarantined %s: %s\n", item->name,
		    item->reason);
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	if (run->strict)
		chance_fail(run->chance, "said (%d) %s\n", level, text);
}

static int
hear_expired(struct ambit_run *run)
{
	(void)run;
	return 0;
}

static const struct ambit_host host = { .size = sizeof host,
	.expired = hear_expired,
	.log = hear_log,
	.quarantine = hear_quarantine };

static bool
same_event(const struct made *made, const struct ambit_event *event)
{
	return event->summary && event->categories &&
	       !strcmp(event->uid, made->uid) &&
	       !strcmp(event->summary, made->summary) &&
	       !strcmp(event->start, made->start) &&
	       !strcmp(event->zone, "Europe/Madrid") && event->categories[0] &&
	       !strcmp(event->categories[0], made->category[0]) &&
	       !strcmp(event->categories[1], made->category[1]) &&
	       !event->categories[2] && event->sequence == made->sequence;
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;
	int i = run->events++;

	(void)extra;
	if (run->strict && !same_event(&run->made[i], event))
		chance_fail(run->chance,
		    "event %d: '%s' is not '%s', or another field\n", i,
		    event->summary ? event->summary : "(none)",
		    run->made[i].summary);
	return AMBIT_OK;
}

static void
events_come_back_as_they_were(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < CALENDARS; n++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		struct made made[EVENTS];
		struct ambit_run run = {
			.made = made, .chance = &chance, .strict = true
		};

		calendar_make(&chance, made, &text);
		if (ical_read(text.data, text.len, NULL, &host, &run, take,
			&run) != AMBIT_OK ||
		    run.events != EVENTS)
			chance_fail(&chance, "%d events\n", run.events);
	}
}

/* Changes some bytes, or cuts a piece out, or copies one over another. */
static void
mutate(struct chance *chance, struct buf *text)
{
	int64_t last = (int64_t)text->len - 1;
	size_t from = (size_t)chance_range(chance, 0, last);
	size_t to = (size_t)chance_range(chance, 0, last);
	size_t len = (size_t)chance_range(
	    chance, 0, last - (int64_t)(from > to ? from : to));

	if (chance_one_in(chance, 3))
		memmove(text->data + to, text->data + from, len);
	else if (chance_one_in(chance, 2))
		for (int i = 0; i < 20; i++)
			text->data[chance_range(chance, 0, last)] =
			    (char)chance_bits(chance);
	else
		text->len -= len;
}

/* An exact copy, so that a sanitizer sees a byte too far. */
static int
read_copy(const struct buf *text, size_t len, struct ambit_run *run)
{
	CLEANUP(freep) char *copy = malloc(len ? len : 1);
	int result;

	assert_non_null(copy);
	memcpy(copy, text->data, len);
	result = ical_read(copy, len, NULL, &host, run, take, run);
	return result;
}

static void
no_bytes_harm_the_reader(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < MUTANTS; n++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		struct made made[EVENTS];
		struct ambit_run run = { .chance = &chance };
		int result;

		calendar_make(&chance, made, &text);
		mutate(&chance, &text);
		result = read_copy(&text, text.len, &run);
		if (result != AMBIT_OK && (run.events || run.quarantined))
			chance_fail(&chance,
			    "%d events of a text that was refused\n",
			    run.events);
	}
}

static void
a_shorter_text_is_never_ok(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < CALENDARS; n++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		struct made made[EVENTS];
		struct ambit_run run = { .chance = &chance };
		size_t len;

		calendar_make(&chance, made, &text);
		len = (size_t)chance_range(&chance, 0, (int64_t)text.len - 3);
		if (read_copy(&text, len, &run) != AMBIT_RETRY || run.events)
			chance_fail(&chance, "%zu of %zu bytes are taken\n",
			    len, text.len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_back_as_they_were),
		cmocka_unit_test(no_bytes_harm_the_reader),
		cmocka_unit_test(a_shorter_text_is_never_ok),
	};

	return cmocka_run_group_tests_name(
	    "ical_reader properties", tests, NULL, NULL);
}
