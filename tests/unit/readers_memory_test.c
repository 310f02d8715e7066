/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The readers when memory runs out: each reads the common document of its fuzz
 * corpus in a process of its own, as in a sync, and the n-th allocation fails,
 * for each n. What a reading that ends well has brought is whole; one that
 * does not says so, and then nothing of it is committed. The libraries below
 * it may end the process (jansson at an assertion) or stay in it for ever
 * (libxml2), which the daemon sees and ends. Without iCalendar: libical tells
 * nobody what it goes on without.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "readers/reader.h"
#include "short_memory.h"

#define MOST 64
#define LINE 600

/* What a reading brings, without a byte from the heap. */
struct ambit_run {
	char events[MOST][LINE];
	size_t nevents, nbad, nerrors;
};

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	assert_true(item->name[0] && item->reason[0]);
	run->nbad++;
	return AMBIT_OK;
}

static int
hear_checkpoint(struct ambit_run *run, const char *cursor)
{
	(void)run;
	(void)cursor;
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	assert_true(text[0]);
	run->nerrors += level == AMBIT_LOG_ERROR;
}

static int
hear_expired(struct ambit_run *run)
{
	(void)run;
	return 0;
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

static const char *
text(const char *given)
{
	return given ? given : "-";
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;

	(void)extra;
	assert_in_range(run->nevents, 0, MOST - 1);
	snprintf(run->events[run->nevents++], LINE, "%s|%s|%s|%s|%s|%s|%s",
	    text(event->uid), text(event->recurrence_id), text(event->start),
	    text(event->end), text(event->summary), text(event->city),
	    text(event->url));
	return AMBIT_OK;
}

struct document {
	const struct reader *reader;
	char bytes[32 << 10];
	size_t len;
};

static int
read_once(const struct document *document, struct ambit_run *run, long fail_at,
    long *made, long *live)
{
	static const struct reading_config config = { .derive_uid = 1,
		.header = 1,
		.max_pages = 3,
		.zone = "Europe/Madrid" };
	struct reading reading = { .config = &config,
		.host = &host,
		.run = run,
		.url = "https://events.example/list",
		.text = document->bytes,
		.len = document->len,
		.format = document->reader->name,
		.take = take,
		.arg = run };
	int result;

	memset(run, 0, sizeof *run);
	short_memory_begin(fail_at);
	result = reader_read(document->reader, &reading);
	free(reading.next);
	*made = short_memory_end(live);
	return result;
}

static bool
has(const struct ambit_run *run, const char *event)
{
	for (size_t i = 0; i < run->nevents; i++)
		if (strcmp(run->events[i], event) == 0)
			return true;
	return false;
}

/* Of the process: what it brought is not whole. */
static int
judge_failure(const struct document *document, const struct ambit_run *whole,
    int whole_result, long n)
{
	static struct ambit_run run;
	long made, live;
	int result = read_once(document, &run, n, &made, &live);
	bool same = run.nevents == whole->nevents && run.nbad == whole->nbad;

	for (size_t i = 0; same && i < run.nevents; i++)
		same = has(whole, run.events[i]);
	if (result == AMBIT_OK || result == whole_result)
		return !same && result == AMBIT_OK;
	return run.nerrors == 0;
}

#define HANGS 50000 /* microseconds of its own time */

static void
one_failure(const struct document *document, const struct ambit_run *whole,
    int whole_result, long n)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		const struct rlimit no_core = { 0, 0 };
		const struct itimerval patience = { .it_value = { 0, HANGS } };

		setrlimit(RLIMIT_CORE, &no_core);
		signal(SIGSEGV, SIG_DFL);
		setitimer(ITIMER_VIRTUAL, &patience, NULL);
		_exit(judge_failure(document, whole, whole_result, n));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fail_msg("%s: not whole, or no word of it, when the %ldth "
			 "fails",
		    document->reader->name, n);
}

static void
each_failure(const struct document *document)
{
	static struct ambit_run whole;
	long all, live;
	int result;

	/* The first makes what its libraries make once for all. */
	read_once(document, &whole, 0, &all, &live);
	result = read_once(document, &whole, 0, &all, &live);
	assert_int_equal(live, 0);
	assert_true(whole.nevents + whole.nbad > 0);
	for (long n = 1; n <= all; n++)
		one_failure(document, &whole, result, n);
}

static void
document_load(struct document *document, const char *file)
{
	char path[1024];
	FILE *in;

	snprintf(path, sizeof path, "%s/%s", AMBIT_CORPUS, file);
	in = fopen(path, "rb");
	if (!in)
		fail_msg("%s cannot be read", path);
	document->len =
	    fread(document->bytes, 1, sizeof document->bytes - 1, in);
	document->bytes[document->len] = '\0';
	fclose(in);
}

static void
each_failed_allocation_is_clean(void **state)
{
	static const struct {
		const struct reader *reader;
		const char *file;
	} rows[] = {
		{ &reader_confs, "confs/common.json" },
		{ &reader_csv, "csv/common.csv" },
		{ &reader_eu_calls, "eu_calls/common.json" },
		{ &reader_indico, "indico/common.json" },
		{ &reader_jsonld, "jsonld/common.html" },
		{ &reader_pentabarf, "pentabarf/common.xml" },
		{ &reader_rss, "rss/events.xml" },
		{ &reader_schedule, "schedule/common.json" },
		{ &reader_tribe, "tribe/common.json" },
	};
	static struct document document;

	(void)state;
	if (!short_memory_works()) {
		print_message("skipped: a sanitizer has a malloc of its own\n");
		skip();
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		document.reader = rows[i].reader;
		document_load(&document, rows[i].file);
		each_failure(&document);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_failed_allocation_is_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
