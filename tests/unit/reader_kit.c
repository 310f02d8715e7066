/* SPDX-License-Identifier: Apache-2.0 */
#include "reader_kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "source/wire.h"
#include "tell.h"

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	run->quarantined++;
	tell(run, "quarantine %lld %s: %s\n", (long long)item->line, item->name,
	    item->reason);
	return AMBIT_OK;
}

static int
hear_checkpoint(struct ambit_run *run, const char *cursor)
{
	tell(run, "checkpoint %s\n", cursor ? cursor : "(none)");
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	static const char *const levels[] = { "error", "warning", "info",
		"debug" };

	tell(run, "%s %s\n", levels[level], text);
}

static int
hear_expired(struct ambit_run *run)
{
	return run->stop_after && run->events >= run->stop_after;
}

static int64_t
hear_now(struct ambit_run *run)
{
	(void)run;
	return INT64_C(1767225600); /* 2026-01-01T00:00:00Z */
}

static const struct ambit_host host = { .size = sizeof host,
	.checkpoint = hear_checkpoint,
	.now = hear_now,
	.expired = hear_expired,
	.log = hear_log,
	.quarantine = hear_quarantine };

static void
tell_values(struct ambit_run *run, const struct item_extra *extra)
{
	for (size_t i = 0; run->values && run->values[i]; i++) {
		const char *value = item_value(extra, run->values[i]);

		if (value)
			tell(run, " %s=%s", run->values[i], value);
	}
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct ambit_run *run = arg;

	if (event->latitude == 0 && event->longitude == 0)
		event->latitude = event->longitude = NAN; /* not given */
	event->line = 0;                                  /* told beside it */
	record_add_json(&wire_event_record, event, &json);
	run->events++;
	tell(run, "event %lld %s", (long long)extra->line, buf_str(&json));
	tell_values(run, extra);
	tell(run, "\n");
	return AMBIT_OK;
}

const char *
document_read(struct ambit_run *run, const struct reader *reader,
    const struct reading_config *config, const char *text, size_t len,
    int result)
{
	struct reading reading = { .config = config,
		.host = &host,
		.run = run,
		.url = "https://events.example/list",
		.text = text,
		.len = len ? len : strlen(text),
		.format = reader->name,
		.take = take,
		.arg = run };
	int got;

	*run = (struct ambit_run){ .stop_after = run->stop_after,
		.values = run->values };
	got = reader->read(&reading);
	if (got != result)
		fail_msg("result %d, not %d:\n%s", got, result, run->told);
	if (reading.next)
		snprintf(run->next, sizeof run->next, "%s", reading.next);
	free(reading.next);
	return run->told;
}

const char *
told_by(const struct reader *reader, const char *text)
{
	static const struct reading_config config = { .derive_uid = 1 };
	static struct ambit_run run;

	return document_read(&run, reader, &config, text, 0, AMBIT_OK);
}

int
recognised_by(const struct reader *reader, const char *text,
    const char *content_type, const char *url)
{
	const struct reading reading = { .text = text,
		.len = strlen(text),
		.content_type = content_type,
		.url = url };

	return reader->recognise(&reading);
}

void
assert_told(const char *told, const char *words)
{
	if (!strstr(told, words))
		fail_msg("it does not say\n%s\nbut\n%s", words, told);
}

void
assert_not_told(const char *told, const char *words)
{
	if (strstr(told, words))
		fail_msg("it says\n%s\nin\n%s", words, told);
}
