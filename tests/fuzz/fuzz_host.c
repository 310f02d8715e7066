/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "readers/reader.h"
#include "source/intake.h"
#include "source/wire.h"

void
fuzz_must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

size_t
fuzz_pick(const uint8_t *data, size_t len, size_t n)
{
	return (size_t)(hash64(data, len, 0) % n);
}

void
fuzz_judge(const struct ambit_run *run, int result)
{
	fuzz_must(result >= AMBIT_OK && result <= AMBIT_BUG, "it is a result");
	fuzz_must(result == AMBIT_OK || run->errors > 0,
	    "what ends a reading is told");
}

/* The system's zones, read once for all inputs. */
static struct zones *
all_zones(void)
{
	static struct zones *zones;
	struct err err = ERR_INIT;

	fuzz_must(zones || zones_open(NULL, &zones, &err) == 0, "zones open");
	return zones;
}

static int
fuzz_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	run->quarantined++;
	fuzz_must(item->name && item->name[0], "a bad item has a name");
	fuzz_must(item->reason && item->reason[0], "a bad item has a reason");
	return AMBIT_OK;
}

/* The event as the daemon reads it from the wire; NULL when it cannot. */
static void *
over_the_wire(const struct ambit_event *event)
{
	CLEANUP(buf_free) struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	void *copy = NULL;

	record_encode(&wire_event_record, event, &bytes);
	record_decode(&wire_event_record, buf_str(&bytes), bytes.len,
	    &record_limits_default, &copy, &err);
	fuzz_must(copy || err.msg[0], "what cannot be read is told why");
	return copy;
}

static int
fuzz_emit(struct ambit_run *run, const struct ambit_event *event)
{
	struct intake_options options = { .source = "fuzz",
		.identity = (enum intake_identity)(run->events % 3),
		.fallback_kind = "conference",
		.zones = all_zones() };
	struct intake item = { .event = NULL };
	struct err err = ERR_INIT;
	CLEANUP(freep) void *copy = over_the_wire(event);

	run->events++;
	if (!copy)
		return AMBIT_OK;
	if (intake_event(&options, copy, &item, &err) < 0)
		fuzz_must(err.msg[0], "what is not taken in is told why");
	else
		fuzz_must(item.extent.start <= item.extent.end, "time goes on");
	free(item.event);
	return AMBIT_OK;
}

static int
fuzz_forget(struct ambit_run *run, const char *uid)
{
	(void)run;
	fuzz_must(uid && uid[0], "a forgotten uid is one");
	return AMBIT_OK;
}

static int
fuzz_checkpoint(struct ambit_run *run, const char *cursor)
{
	(void)run;
	(void)cursor;
	return AMBIT_OK;
}

/* The input first; every further page is not there. */
static const struct ambit_reply *
fuzz_fetch(struct ambit_run *run, const struct ambit_request *request)
{
	int first = run->fetches++ == 0;

	fuzz_must(request->url && request->url[0], "a fetch names a URL");
	run->reply = (struct ambit_reply){ .size = sizeof run->reply,
		.status = first ? 200 : 404,
		.body = first ? (const char *)run->data : "",
		.body_len = first ? run->len : 0 };
	return &run->reply;
}

static int64_t
fuzz_now(struct ambit_run *run)
{
	(void)run;
	return INT64_C(1767225600); /* 2026-01-01T00:00:00Z */
}

static int
fuzz_expired(struct ambit_run *run)
{
	(void)run;
	return 0;
}

static void
fuzz_log(struct ambit_run *run, int level, const char *text)
{
	run->errors += level == AMBIT_LOG_ERROR;
	fuzz_must(text && text[0], "a line of the log says something");
}

const struct ambit_host fuzz_host = { .size = sizeof fuzz_host,
	.emit = fuzz_emit,
	.forget = fuzz_forget,
	.checkpoint = fuzz_checkpoint,
	.fetch = fuzz_fetch,
	.now = fuzz_now,
	.expired = fuzz_expired,
	.log = fuzz_log,
	.quarantine = fuzz_quarantine };

/* ---------------------------------------------------------------- readers */

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	fuzz_must(extra->format && extra->document, "an item has its origin");
	item_value(extra, "no such value");
	return fuzz_host.emit(arg, event);
}

int
fuzz_document(const struct reader *reader, const struct reading_config *config,
    const uint8_t *data, size_t len)
{
	struct ambit_run run = { .data = data, .len = len, .fetches = 1 };
	CLEANUP(freep) char *text = malloc(len + 1);
	struct reading reading = {
		.config = config,
		.host = &fuzz_host,
		.run = &run,
		.url = "https://example.org/input",
		.content_type = "application/octet-stream",
		.text = text,
		.len = len,
		.format = reader->name,
		.take = take,
		.arg = &run,
	};

	fuzz_must(text != NULL, "memory for an input");
	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	reader->recognise(&reading);
	fuzz_judge(&run, reader->read(&reading));
	free(reading.next);
	return 0;
}

int
fuzz_reader(const struct reader *reader, const uint8_t *data, size_t len)
{
	static const struct reading_config configs[] = {
		{ .url = "file:input", .max_pages = 3 },
		{ .url = "file:input",
		    .max_pages = 3,
		    .zone = "Europe/Madrid",
		    .language = "ca",
		    .country = "es",
		    .derive_uid = 1 },
	};

	return fuzz_document(reader,
	    &configs[fuzz_pick(data, len, ARRAY_LEN(configs))], data, len);
}
