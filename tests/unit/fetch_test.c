/* SPDX-License-Identifier: Apache-2.0 */
/* The fetch broker against a small server that misbehaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http_peer.h"
#include "source/fetch_parts.h"
#include "source/manners.h"

/* -------------------------------------------------------------- fetching */

static struct fetch_options
options_here(void)
{
	struct fetch_options options = fetch_options_default;

	options.allow_private = true;
	options.max_bytes = 100000;
	options.total_ms = 10000;
	return options;
}

static struct fetcher *
fetcher_here(const struct fetch_options *options)
{
	struct fetcher *fetcher;
	struct err err = ERR_INIT;

	assert_int_equal(fetcher_new("test", options, &fetcher, &err), 0);
	return fetcher;
}

static void
get_url(struct fetcher *fetcher, const char *url, struct fetch_reply *reply)
{
	struct fetch_request request = { .url = url };

	fetcher_get(fetcher, &request, NULL, reply);
}

static void
get(struct fetcher *fetcher, const char *path, struct fetch_reply *reply)
{
	char url[200];

	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", server.port, path);
	get_url(fetcher, url, reply);
}

static const char *
body_text(const struct fetch_reply *reply)
{
	static char text[4096];
	ssize_t n;

	assert_in_range(reply->body_len, 0, sizeof text - 1);
	n = pread(reply->fd, text, (size_t)reply->body_len, 0);
	assert_int_equal(n, reply->body_len);
	text[n] = '\0';
	return text;
}

static void
assert_failed(struct fetch_reply *reply, const char *words)
{
	if (reply->status != 0 || !strstr(reply->error, words))
		fail_msg("status %d, '%s' does not say '%s'", reply->status,
		    reply->error, words);
	assert_int_equal(reply->fd, -1);
	fetch_reply_free(reply);
}

/* Fetches one path with a fresh fetcher and expects it to fail. */
static void
get_fails(const char *path, const char *words)
{
	struct fetch_options options = options_here();
	struct fetcher *fetcher = fetcher_here(&options);
	struct fetch_reply reply;

	get(fetcher, path, &reply);
	assert_failed(&reply, words);
	fetcher_free(fetcher);
}

struct cache {
	char dir[64];
	struct fetch_options options;
	struct fetcher *fetcher;
};

static void
cache_make(struct cache *cache)
{
	strcpy(cache->dir, "/tmp/ambit-fetch-XXXXXX");
	assert_non_null(mkdtemp(cache->dir));
	cache->options = options_here();
	cache->options.cache_dir = cache->dir;
	cache->fetcher = fetcher_here(&cache->options);
}

static void
cache_remove(struct cache *cache)
{
	char command[100];

	fetcher_free(cache->fetcher);
	snprintf(command, sizeof command, "rm -r %s", cache->dir);
	assert_int_equal(system(command), 0);
}

static void
an_unchanged_answer_is_given_from_the_cache(void **state)
{
	struct fetch_reply first, second, third;
	struct cache cache;

	(void)state;
	cache_make(&cache);
	get(cache.fetcher, "/plain", &first);
	assert_int_equal(first.status, 200);
	assert_false(first.unchanged);
	get(cache.fetcher, "/plain", &second);
	assert_int_equal(second.status, 200);
	assert_true(second.unchanged);
	assert_string_equal(body_text(&second), "version 0");
	assert_string_equal(second.content_type, "text/calendar");
	assert_string_equal(second.final_url, first.final_url);

	atomic_fetch_add(&server.version, 1);
	get(cache.fetcher, "/plain", &third);
	assert_false(third.unchanged);
	assert_string_equal(body_text(&third), "version 1");
	assert_string_equal(body_text(&first), "version 0");
	atomic_store(&server.version, 0);
	fetch_reply_free(&first);
	fetch_reply_free(&second);
	fetch_reply_free(&third);
	cache_remove(&cache);
}

static void
a_damaged_cache_counts_as_none(void **state)
{
	struct fetch_reply reply;
	char command[100];
	struct cache cache;

	(void)state;
	cache_make(&cache);
	get(cache.fetcher, "/plain", &reply);
	fetch_reply_free(&reply);
	snprintf(command, sizeof command, "truncate -s -1 %s/*", cache.dir);
	assert_int_equal(system(command), 0);
	get(cache.fetcher, "/plain", &reply);
	assert_false(reply.unchanged);
	assert_string_equal(body_text(&reply), "version 0");
	fetch_reply_free(&reply);
	cache_remove(&cache);
}

static void
redirects_are_few_and_stay_on_the_web(void **state)
{
	struct fetch_options options = options_here();
	struct fetcher *fetcher = fetcher_here(&options);
	int before = atomic_load(&server.requests);
	struct fetch_reply reply;

	(void)state;
	get(fetcher, "/hop", &reply);
	assert_int_equal(reply.status, 200);
	assert_non_null(strstr(reply.final_url, "/plain"));
	fetch_reply_free(&reply);
	get(fetcher, "/loop", &reply);
	assert_failed(&reply, "redirects");
	assert_int_equal(atomic_load(&server.requests), before + 2 + 6);
	get(fetcher, "/to-file", &reply);
	assert_failed(&reply, "Protocol \"file\"");
	fetcher_free(fetcher);
}

static void
bytes_are_counted_as_they_come(void **state)
{
	(void)state;
	get_fails("/chunks", "larger than the limit");
	get_fails("/bomb", "larger than the limit");
	get_fails("/large", "Maximum file size exceeded");
	get_fails("/headers", "too large");
}

static void
a_cut_answer_is_none(void **state)
{
	(void)state;
	get_fails("/cut", "90 bytes remaining");
}

static void
time_is_bounded(void **state)
{
	struct fetch_options options = options_here();
	struct fetch_request request = { .max_ms = 150 };
	const atomic_bool cancel = true;
	struct fetcher *fetcher = fetcher_here(&options);
	struct fetch_reply reply;
	char url[100];

	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/silence", server.port);
	request.url = url;
	fetcher_get(fetcher, &request, NULL, &reply);
	assert_failed(&reply, "timed out");
	request.max_ms = 0;
	fetcher_get(fetcher, &request, &cancel, &reply);
	assert_failed(&reply, "cancelled");
	fetcher_free(fetcher);
}

static void
other_answers_are_handed_on(void **state)
{
	struct fetch_options options = options_here();
	struct fetcher *fetcher = fetcher_here(&options);
	struct fetch_reply reply;

	(void)state;
	get(fetcher, "/gone", &reply);
	assert_int_equal(reply.status, 410);
	assert_string_equal(body_text(&reply), "gone");
	fetch_reply_free(&reply);
	fetcher_free(fetcher);
}

static void
who_wants_a_pause_has_it(void **state)
{
	struct fetch_options options = options_here();
	struct fetcher *fetcher, *other;
	struct fetch_reply reply;
	int asked;

	(void)state;
	options.manners = manners_new(0);
	assert_non_null(options.manners);
	fetcher = fetcher_here(&options);
	get(fetcher, "/plain", &reply);
	assert_int_equal(reply.status, 200);
	fetch_reply_free(&reply);
	get(fetcher, "/busy", &reply);
	assert_int_equal(reply.status, 503);
	fetch_reply_free(&reply);
	asked = atomic_load(&server.requests);
	/* Also another source of it waits. */
	other = fetcher_here(&options);
	get(other, "/plain", &reply);
	assert_failed(&reply, "wants a pause");
	assert_int_equal(atomic_load(&server.requests), asked);
	fetcher_free(other);
	fetcher_free(fetcher);
	manners_free(options.manners);
}

static void
the_request_says_what_it_should(void **state)
{
	struct fetch_options options = options_here();
	struct fetch_request request = { .accept = "text/calendar",
		.bearer = "s3cret" };
	struct fetcher *fetcher = fetcher_here(&options);
	struct fetch_reply reply;
	const char *text;
	char url[100];

	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/echo", server.port);
	request.url = url;
	assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
	fetcher_get(fetcher, &request, NULL, &reply);
	assert_int_equal(unsetenv("http_proxy"), 0);
	assert_int_equal(reply.status, 200);
	text = body_text(&reply);
	assert_non_null(strstr(text, "User-Agent: Ambit/"));
	assert_non_null(strstr(text, "Accept: text/calendar\r\n"));
	assert_non_null(strstr(text, "Authorization: Bearer s3cret\r\n"));
	assert_null(strstr(text, "Cookie"));
	fetch_reply_free(&reply);
	request.accept = "a\r\nX-Smuggled: yes";
	fetcher_get(fetcher, &request, NULL, &reply);
	assert_failed(&reply, "");
	fetcher_free(fetcher);
}

static void
this_machine_is_not_called_unless_allowed(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost",
		"[::ffff:127.0.0.1]", "[::1]", "2130706433", "0", "0x7f.1" };
	struct fetch_options options = options_here();
	struct fetcher *fetcher;
	int before = atomic_load(&server.requests);

	(void)state;
	options.allow_private = false;
	fetcher = fetcher_here(&options);
	for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
		struct fetch_reply reply;
		char url[100];

		snprintf(url, sizeof url, "http://%s:%d/plain", hosts[i],
		    server.port);
		get_url(fetcher, url, &reply);
		assert_failed(&reply, "private network");
	}
	assert_int_equal(atomic_load(&server.requests), before);
	fetcher_free(fetcher);
}

/* ----------------------------------------------------------------- files */

static void
data_make(const char *dir)
{
	char command[400];

	snprintf(command, sizeof command,
	    "cd %s && mkdir sub && printf BEGIN >sub/a.ics && "
	    "printf odd >'sub/a b%%.csv' && ln -s /etc/passwd out && "
	    "ln -s ../.. up && ln -s sub/a.ics inner && mkfifo pipe",
	    dir);
	assert_int_equal(system(command), 0);
}

static void
files_are_read_below_the_data_folder(void **state)
{
	static const char *const same[] = { "file:sub/a.ics", "file:/sub/a.ics",
		"file:///sub/a.ics", "file:inner", "file:sub/../sub/a.ics",
		"FILE:sub/%61.ics" };
	struct fetch_reply reply;
	struct cache cache;

	(void)state;
	cache_make(&cache);
	data_make(cache.dir);
	fetcher_free(cache.fetcher);
	cache.options.data_dir = cache.dir;
	cache.fetcher = fetcher_here(&cache.options);
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		get_url(cache.fetcher, same[i], &reply);
		assert_int_equal(reply.status, 200);
		assert_string_equal(body_text(&reply), "BEGIN");
		fetch_reply_free(&reply);
	}
	get_url(cache.fetcher, "file:sub/a%20b%25.csv", &reply);
	assert_string_equal(body_text(&reply), "odd");
	assert_string_equal(reply.content_type, "text/csv");
	fetch_reply_free(&reply);
	get_url(cache.fetcher, "file:none", &reply);
	assert_int_equal(reply.status, 404);
	fetch_reply_free(&reply);
	cache_remove(&cache);
}

static void
no_file_url_leads_out(void **state)
{
	static const struct {
		const char *url, *words;
	} tries[] = {
		{ "file:../../etc/passwd", "leads out" },
		{ "file:%2e%2e/%2e%2e/etc/passwd", "leads out" },
		{ "file:sub/../../x", "leads out" },
		{ "file:out", "leads out" },
		{ "file:up/etc/passwd", "leads out" },
		{ "file:", "names no file" },
		{ "file:a%00b", "names no file" },
		{ "file:a%4", "names no file" },
		{ "file:sub", "is not a file" },
		{ "file:pipe", "is not a file" },
		{ "gopher://x/", "only http" },
		{ "", "only http" },
	};
	struct fetch_reply reply;
	struct cache cache;

	(void)state;
	cache_make(&cache);
	data_make(cache.dir);
	get_url(cache.fetcher, "file:sub/a.ics", &reply);
	assert_failed(&reply, "no data folder");
	fetcher_free(cache.fetcher);
	cache.options.data_dir = cache.dir;
	cache.options.max_bytes = 4;
	cache.fetcher = fetcher_here(&cache.options);
	for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
		get_url(cache.fetcher, tries[i].url, &reply);
		assert_failed(&reply, tries[i].words);
	}
	get_url(cache.fetcher, "file:sub/a.ics", &reply);
	assert_failed(&reply, "more than the limit");
	cache_remove(&cache);
}

static void
urls_for_people_hold_no_secret(void **state)
{
	static const struct {
		const char *url, *plain;
	} pairs[] = {
		{ "https://u:p@host/a?token=x#y", "https://host/a" },
		{ "https://host/a@b", "https://host/a@b" },
		{ "http://u@h@host", "http://host" },
		{ "file:a/b", "file:a/b" },
		{ "", "" },
	};
	char out[40];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		assert_string_equal(
		    url_for_people(pairs[i].url, out, sizeof out),
		    pairs[i].plain);
	assert_string_equal(
	    url_for_people("https://host/path", out, 9), "https://");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unchanged_answer_is_given_from_the_cache),
		cmocka_unit_test(a_damaged_cache_counts_as_none),
		cmocka_unit_test(redirects_are_few_and_stay_on_the_web),
		cmocka_unit_test(bytes_are_counted_as_they_come),
		cmocka_unit_test(a_cut_answer_is_none),
		cmocka_unit_test(time_is_bounded),
		cmocka_unit_test(other_answers_are_handed_on),
		cmocka_unit_test(who_wants_a_pause_has_it),
		cmocka_unit_test(the_request_says_what_it_should),
		cmocka_unit_test(this_machine_is_not_called_unless_allowed),
		cmocka_unit_test(files_are_read_below_the_data_folder),
		cmocka_unit_test(no_file_url_leads_out),
		cmocka_unit_test(urls_for_people_hold_no_secret),
	};

	return cmocka_run_group_tests_name(
	    "fetch", tests, http_peer_start, http_peer_stop);
}
