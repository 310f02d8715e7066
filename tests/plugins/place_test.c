/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that others may have written is not loaded, and why is said. */
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

#include "run.h"
#include "source/plugin_place.h"

/* above/folder/plugin.so, all as they should be. */
struct place {
	char above[64], folder[80], plugin[96];
};

static void
copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char bytes[65536];
	size_t n;

	assert_true(in && out);
	while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
		assert_int_equal(fwrite(bytes, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(to, 0644), 0);
}

static void
place_make(struct place *place)
{
	strcpy(place->above, "/tmp/ambit-place-XXXXXX");
	assert_non_null(mkdtemp(place->above));
	snprintf(
	    place->folder, sizeof place->folder, "%s/folder", place->above);
	assert_int_equal(mkdir(place->folder, 0755), 0);
	snprintf(place->plugin, sizeof place->plugin, "%s/p.so", place->folder);
	copy_file(bad_plugin("old_struct"), place->plugin);
}

static void
place_remove(const struct place *place)
{
	unlink(place->plugin);
	rmdir(place->folder);
	rmdir(place->above);
}

/* Refused by the plugin's name, with this place and this remedy. */
static void
refused(const struct place *place, const char *what, const char *remedy)
{
	struct err err = ERR_INIT;

	assert_int_equal(plugin_place_check(place->plugin, &err), -EPERM);
	if (!strstr(err.msg, place->plugin) || !strstr(err.msg, what) ||
	    !strstr(err.msg, remedy))
		fail_msg("\"%s\" says too little", err.msg);
}

static void
who_else_may_write_is_asked_up_to_the_root(void **state)
{
	const struct {
		size_t offset; /* of the path in struct place */
		mode_t mode;
		bool fine;
	} cases[] = {
		{ offsetof(struct place, plugin), 0644, true },
		{ offsetof(struct place, plugin), 0755, true },
		{ offsetof(struct place, plugin), 0664, false },
		{ offsetof(struct place, plugin), 0646, false },
		{ offsetof(struct place, folder), 0755, true },
		{ offsetof(struct place, folder), 0775, false },
		{ offsetof(struct place, folder), 0757, false },
		{ offsetof(struct place, folder), 01777, false },
		{ offsetof(struct place, above), 0757, false },
		{ offsetof(struct place, above), 0770, false },
		{ offsetof(struct place, above), 01777, true },
	};
	struct place place;
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *path = (char *)&place + cases[i].offset;

		place_make(&place);
		assert_int_equal(chmod(path, cases[i].mode), 0);
		if (!cases[i].fine)
			refused(&place, path, "chmod go-w");
		else if (plugin_place_check(place.plugin, &err) < 0)
			fail_msg(
			    "mode %o of %s: %s", cases[i].mode, path, err.msg);
		place_remove(&place);
	}
}

static void
another_users_file_or_folder_is_refused(void **state)
{
	struct place place;

	(void)state;
	if (geteuid() != 0) {
		print_message("skipped: only root can give files away\n");
		skip();
	}
	place_make(&place);
	assert_int_equal(chown(place.plugin, 12345, 0), 0);
	refused(&place, place.plugin, "chown root");
	assert_int_equal(chown(place.plugin, 0, 0), 0);
	assert_int_equal(chown(place.folder, 12345, 0), 0);
	refused(&place, "belongs to user 12345", "chown root");
	place_remove(&place);
}

static void
a_link_is_as_good_as_where_it_lies_and_leads(void **state)
{
	struct place place;
	char path[112];
	struct err err = ERR_INIT;

	(void)state;
	place_make(&place);
	snprintf(path, sizeof path, "%s/link.so", place.above);
	assert_int_equal(symlink(place.plugin, path), 0);
	assert_int_equal(plugin_place_check(path, &err), 0);
	assert_int_equal(chmod(place.folder, 0757), 0);
	assert_int_equal(plugin_place_check(path, &err), -EPERM);
	assert_int_equal(chmod(place.folder, 0755), 0);
	assert_int_equal(chmod(place.above, 0757), 0);
	assert_int_equal(plugin_place_check(path, &err), -EPERM);
	unlink(path);
	place_remove(&place);
}

static void
its_run_waits_for_a_person(void **state)
{
	struct runner_request request;
	struct place place;
	struct seen seen;

	(void)state;
	place_make(&place);
	request = run_request(place.plugin);
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	seen_free(&seen);
	assert_int_equal(chmod(place.folder, 0777), 0);
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_non_null(strstr(seen.outcome.message, "chmod go-w"));
	assert_int_equal(seen.nevents, 0);
	seen_free(&seen);
	place_remove(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_else_may_write_is_asked_up_to_the_root),
		cmocka_unit_test(another_users_file_or_folder_is_refused),
		cmocka_unit_test(a_link_is_as_good_as_where_it_lies_and_leads),
		cmocka_unit_test(its_run_waits_for_a_person),
	};

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
