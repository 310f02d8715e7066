/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: what is read, and how what is wrong is named. */
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
#include "config/config.h"

/* A folder with ambit.conf and conf.d, removed at the end. */
struct box {
	char folder[64];
	char file[96];
	struct config *config;
	struct config_problems problems;
	struct err err;
	int rc;
};

static void
put(const struct box *box, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", box->folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof *box);
	char path[96];

	strcpy(box->folder, "/tmp/ambit-config-XXXXXX");
	assert_non_null(mkdtemp(box->folder));
	snprintf(box->file, sizeof box->file, "%s/ambit.conf", box->folder);
	snprintf(path, sizeof path, "%s/conf.d", box->folder);
	assert_int_equal(mkdir(path, 0700), 0);
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = { "ambit.conf", "conf.d/a.conf",
		"conf.d/b.conf", "conf.d", "" };
	struct box *box = *state;
	char path[128];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof path, "%s/%s", box->folder, names[i]);
		remove(path);
	}
	config_free(box->config);
	config_problems_free(&box->problems);
	free(box);
	return 0;
}

static void
load(struct box *box, const char *text)
{
	put(box, "ambit.conf", text);
	box->rc =
	    config_load(box->file, &box->config, &box->problems, &box->err);
}

static void
assert_problem(const struct box *box, int line, const char *part)
{
	vec_each(&box->problems, problem)
		if (problem->line == line && strstr(problem->text, part))
			return;
	vec_each(&box->problems, problem)
		print_message(
		    "%s:%d: %s\n", problem->file, problem->line, problem->text);
	fail_msg("no problem in line %d that says \"%s\"", line, part);
}

static void
defaults_are_whole(void **state)
{
	struct box *box = *state;

	load(box, "");
	assert_int_equal(box->rc, 0);
	assert_string_equal(box->config->address, "127.0.0.1");
	assert_int_equal(box->config->port, 8080);
	assert_string_equal(box->config->store_path, "/var/lib/ambit/ambit.db");
	assert_string_equal(box->config->socket, "/var/lib/ambit/ambit.sock");
	assert_int_equal(box->config->refresh, 3600);
	assert_int_equal(box->config->sources.len, 0);
}

static void
relative_paths_are_below_the_file(void **state)
{
	struct box *box = *state;
	char path[128];

	load(box, "[server]\nstate_dir = s\n");
	assert_int_equal(box->rc, 0);
	snprintf(path, sizeof path, "%s/s/ambit.db", box->folder);
	assert_string_equal(box->config->store_path, path);
}

static void
a_source_keeps_its_plugins_keys_with_their_lines(void **state)
{
	struct box *box = *state;
	const struct config_source *source;

	load(box, "[source uclg]\nplugin = networks\nurl = https://x/y;z#a\n"
		  "interval = 2d\nvanished = keep\n");
	assert_int_equal(box->rc, 0);
	source = config_source_find(box->config, "uclg");
	assert_non_null(source);
	assert_int_equal(source->interval, 2 * 86400);
	assert_int_equal(source->vanished, VANISHED_KEEP);
	assert_int_equal(source->max_bytes, 10 << 20);
	assert_int_equal(source->settings.len, 1);
	assert_string_equal(source->settings.items[0].key, "url");
	assert_string_equal(source->settings.items[0].value, "https://x/y;z#a");
	assert_int_equal(source->settings.items[0].line, 3);
}

static void
everything_wrong_is_named_at_once(void **state)
{
	struct box *box = *state;

	load(box, "[server]\nlisen = 1\nlisten = nowhere\n"
		  "max_connections = 0\n\n[srever]\na = 1\n[source]\nb = 1\n"
		  "[source Bad Name]\nc = 1\n[source ok]\ninterval = soon\n"
		  "enabled = perhaps\nvanished = explode\n[store\n");
	assert_int_equal(box->rc, -EINVAL);
	assert_null(box->config);
	assert_problem(box, 2, "did you mean \"listen\"");
	assert_problem(box, 3, "has no port");
	assert_problem(box, 4, "from 1 to 100000");
	assert_problem(box, 7, "did you mean [server]");
	assert_problem(box, 9, "needs a name");
	assert_problem(box, 11, "a-z, 0-9");
	assert_problem(box, 13, "a time such as");
	assert_problem(box, 14, "neither yes nor no");
	assert_problem(box, 15, "cancel, keep, delete");
	assert_problem(box, 13, "names no plugin");
	assert_problem(box, 16, "neither a [section] nor");
}

static void
a_key_twice_in_one_file_is_a_mistake(void **state)
{
	struct box *box = *state;

	load(box, "[feeds]\nrefresh = 1h\nrefresh = 2h\n");
	assert_int_equal(box->rc, -EINVAL);
	assert_problem(box, 3, "already given in line 2");
}

static void
drop_ins_replace_in_the_order_of_their_names(void **state)
{
	struct box *box = *state;

	put(box, "conf.d/a.conf", "[feeds]\nrefresh = 2h\ndays_back = 5\n");
	put(box, "conf.d/b.conf", "[feeds]\nrefresh = 3h\n");
	load(box, "[feeds]\nrefresh = 1h\n");
	assert_int_equal(box->rc, 0);
	assert_int_equal(box->config->refresh, 3 * 3600);
	assert_int_equal(box->config->days_back, 5);
}

static void
long_and_continued_values_are_whole(void **state)
{
	struct box *box = *state;
	char text[2200], url[1200] = "https://example.org/";

	memset(url + 20, 'x', 1000);
	url[1020] = '\0';
	snprintf(text, sizeof text,
	    "[source a]\nplugin = networks\nurl = %s\n"
	    "organs = one\n  two\nlast = z\n",
	    url);
	load(box, text);
	assert_int_equal(box->rc, 0);
	assert_string_equal(
	    box->config->sources.items[0].settings.items[0].value, url);
	assert_string_equal(
	    box->config->sources.items[0].settings.items[1].value, "one two");
	assert_int_equal(
	    box->config->sources.items[0].settings.items[2].line, 6);
}

static void
a_missing_file_is_named(void **state)
{
	struct box *box = *state;

	box->rc =
	    config_load(box->file, &box->config, &box->problems, &box->err);
	assert_int_equal(box->rc, -ENOENT);
	assert_non_null(strstr(box->err.msg, box->file));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(defaults_are_whole),
		TEST(relative_paths_are_below_the_file),
		TEST(a_source_keeps_its_plugins_keys_with_their_lines),
		TEST(everything_wrong_is_named_at_once),
		TEST(a_key_twice_in_one_file_is_a_mistake),
		TEST(drop_ins_replace_in_the_order_of_their_names),
		TEST(long_and_continued_values_are_whole),
		TEST(a_missing_file_is_named),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
