/* SPDX-License-Identifier: Apache-2.0 */
/* The loop that every reading plugin shares, with a host of a few pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "readers/reader.h"
#include "tell.h"

#define CALENDAR(lines) \
	"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Agenda\r\nBEGIN:VEVENT\r\n" lines \
	"DTSTART:20260301T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static const struct page {
	const char *url, *type, *body;
	int status;
} pages[] = {
	{ "file:a", "text/plain", CALENDAR("UID:a\r\nSUMMARY:A\r\n"), 200 },
	{ "file:b", NULL, CALENDAR("UID:b\r\nX-Fee:10\r\n"), 200 },
	{ "file:none", NULL, CALENDAR("SUMMARY:No id\r\nLOCATION:Here\r\n"),
	    200 },
	{ "file:words", "text/plain", "BEGIN at the beginning", 200 },
	{ "file:empty", "text/calendar", "", 200 },
	{ "file:secret", NULL, "", 401 },
};

/* What the run told, as lines of text. */
struct ambit_run {
	char told[2048];
	int fetches;
	int cancel_after; /* fetches; 0: never */
	struct ambit_reply reply;
	char accept[256];
};

static const struct ambit_reply *
give_page(struct ambit_run *run, const struct ambit_request *request)
{
	run->fetches++;
	snprintf(run->accept, sizeof run->accept, "%s", request->accept);
	run->reply = (struct ambit_reply){ sizeof run->reply, 404, .body = "" };
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (!strcmp(request->url, pages[i].url)) {
			run->reply.status = pages[i].status;
			run->reply.body = pages[i].body;
			run->reply.body_len = strlen(pages[i].body);
			run->reply.content_type = pages[i].type;
		}
	return &run->reply;
}

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	tell(run, "quarantine %s: %s (%lld)\n", item->name, item->reason,
	    (long long)item->line);
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	(void)level;
	tell(run, "log %s\n", text);
}

static int
hear_expired(struct ambit_run *run)
{
	return run->cancel_after && run->fetches >= run->cancel_after;
}

static int
hear_checkpoint(struct ambit_run *run, const char *cursor)
{
	tell(run, "checkpoint %s\n", cursor ? cursor : "(none)");
	return AMBIT_OK;
}

static const struct ambit_host host = { .size = sizeof host,
	.checkpoint = hear_checkpoint,
	.fetch = give_page,
	.expired = hear_expired,
	.log = hear_log,
	.quarantine = hear_quarantine };

static const char config_of_plugin[] = "the plugin's own";

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const char *fee = item_value(extra, "x-fee");

	assert_ptr_equal(sync->config, config_of_plugin);
	assert_string_equal(extra->format, "ical");
	assert_string_equal(extra->collection, "Agenda");
	tell(sync->run, "%s from %s line %lld %s %s fee %s\n", event->uid,
	    extra->document, (long long)extra->line,
	    event->language ? event->language : "-",
	    event->country ? event->country : "-", fee ? fee : "-");
	return AMBIT_OK;
}

static struct ambit_run
read_with(struct reading_config config, int cancel_after, int result)
{
	struct ambit_run run = { .cancel_after = cancel_after };
	int got;

	if (!config.max_pages)
		config.max_pages = 10;
	got = reading_run(&config, config_of_plugin, &host, &run, take);
	if (got != result)
		fail_msg("result %d, not %d:\n%s", got, result, run.told);
	return run;
}

static void
each_address_is_read(void **state)
{
	struct ambit_run run =
	    read_with((struct reading_config){ .url = "file:a",
			  .urls = " file:b \n",
			  .language = "ca",
			  .country = "ES" },
		0, AMBIT_OK);

	(void)state;
	assert_string_equal(run.told, "a from file:a line 3 ca ES fee -\n"
				      "b from file:b line 3 ca ES fee 10\n");
	assert_non_null(strstr(run.accept, "text/calendar"));
	assert_non_null(strstr(run.accept, "*/*;q=0.1"));
}

static void
one_that_fails_keeps_no_other_back(void **state)
{
	struct ambit_run run = read_with(
	    (struct reading_config){ .urls = "file:x file:secret file:b" }, 0,
	    AMBIT_RETRY);

	(void)state;
	assert_non_null(strstr(run.told, "b from file:b"));
	assert_non_null(strstr(run.told, "checkpoint (none)\n"));
	run = read_with(
	    (struct reading_config){ .url = "file:secret" }, 0, AMBIT_AUTH);
	assert_null(strstr(run.told, "checkpoint"));
}

static void
a_cancel_ends_the_run(void **state)
{
	struct ambit_run run =
	    read_with((struct reading_config){ .urls = "file:a file:b" }, 1,
		AMBIT_CANCELLED);

	(void)state;
	assert_int_equal(run.fetches, 1);
	assert_string_equal(run.told, "");
}

static void
an_item_without_id_needs_leave(void **state)
{
	struct reading_config config = { .url = "file:none" };
	struct ambit_run run = read_with(config, 0, AMBIT_OK);

	(void)state;
	assert_string_equal(run.told,
	    "quarantine No id: it has no id of its own; set \"derive_uid = "
	    "yes\" for this source to know such by title, start and place "
	    "(3)\n");
	config.derive_uid = 1;
	run = read_with(config, 0, AMBIT_OK);
	assert_memory_equal(run.told, "content-", 8);
}

static void
what_is_no_known_format_says_so(void **state)
{
	struct ambit_run run = read_with(
	    (struct reading_config){ .url = "file:words" }, 0, AMBIT_RETRY);

	(void)state;
	assert_non_null(strstr(run.told,
	    "file:words cannot be read: of no format that is known (sent as "
	    "text/plain)"));
	run = read_with(
	    (struct reading_config){ .url = "file:empty" }, 0, AMBIT_RETRY);
	assert_non_null(strstr(run.told, "it is empty"));
}

static void
the_first_bytes_and_the_name_tell_a_format(void **state)
{
	struct reading reading = { .url = "https://x.example/a.ICS?b=.txt",
		.content_type = "Text/Calendar; charset=utf-8",
		.text = "\xef\xbb\xbf \r\nBegin:VCALENDAR\r\nPRODID:x" };

	(void)state;
	reading.len = strlen(reading.text);
	assert_true(reading_begins(&reading, "BEGIN:VCALENDAR"));
	assert_false(reading_begins(&reading, "VCALENDAR"));
	assert_true(reading_is_type(&reading, "text/calendar"));
	assert_false(reading_is_type(&reading, "text/cal"));
	assert_true(reading_is_named(&reading, ".ics"));
	assert_false(reading_is_named(&reading, ".txt"));
	assert_true(reading_mentions(&reading, "PRODID"));
	assert_false(reading_mentions(&reading, "VEVENT"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_address_is_read),
		cmocka_unit_test(one_that_fails_keeps_no_other_back),
		cmocka_unit_test(a_cancel_ends_the_run),
		cmocka_unit_test(an_item_without_id_needs_leave),
		cmocka_unit_test(what_is_no_known_format_says_so),
		cmocka_unit_test(the_first_bytes_and_the_name_tell_a_format),
	};

	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
