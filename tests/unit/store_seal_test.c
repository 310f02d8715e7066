/* SPDX-License-Identifier: Apache-2.0 */
/* A store of which one byte has changed is not written any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../property/chance.h"
#include "store_kit.h"

#define DATABASES 200

static long
size_of(FILE *file)
{
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	return ftell(file);
}

/* Changes one byte at this place by these bits. */
static void
flip(const char *path, long at, int bits)
{
	FILE *file = fopen(path, "r+");
	int byte;

	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	byte = fgetc(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	fputc(byte ^ bits, file);
	assert_int_equal(fclose(file), 0);
}

static void
fill(struct kit *kit)
{
	for (int i = 0; i < 40; i++) {
		char uid[16];
		struct event event;

		snprintf(uid, sizeof uid, "u%d", i);
		event = kit_event("s", uid, "2026-03-01", "2026-03-02");
		event.description = "A text in which a changed letter is seen "
				    "by nobody but its reader.";
		kit_put(kit, &event);
	}
}

static void
no_byte_changes_unseen(void **state)
{
	struct chance chance = chance_start();
	struct event event = kit_event("s", "new", "2026-03-01", "2026-03-02");
	struct kit kit;
	FILE *file;
	long size;

	(void)state;
	kit_open(&kit);
	fill(&kit);
	store_close(kit.store);
	file = fopen(kit.path, "r");
	assert_non_null(file);
	size = size_of(file);
	fclose(file);
	for (int i = 0; i < DATABASES; i++) {
		long at = chance_range(&chance, 0, size - 1);
		int bits = (int)chance_range(&chance, 1, 255);

		flip(kit.path, at, bits);
		err_clear(&kit.err);
		if (store_open(kit.path, DB_WRITER, &kit.store, &kit.err) !=
		    -EUCLEAN)
			chance_fail(&chance, "byte %ld by %x: %s", at, bits,
			    kit.err.msg);
		flip(kit.path, at, bits);
	}
	/* As it was, it is taken. */
	kit.store = NULL;
	kit_reopen(&kit);
	kit_put(&kit, &event);
	kit_close(&kit);
}

static void
a_store_that_was_not_closed_has_no_seal(void **state)
{
	struct kit kit;
	char seal[128];

	(void)state;
	kit_open(&kit);
	snprintf(seal, sizeof seal, "%s.seal", kit.path);
	assert_int_equal(access(seal, F_OK), -1);
	store_close(kit.store);
	assert_int_equal(access(seal, F_OK), 0);
	kit.store = NULL;
	kit_reopen(&kit);
	assert_int_equal(access(seal, F_OK), -1);
	kit_close(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_changes_unseen),
		cmocka_unit_test(a_store_that_was_not_closed_has_no_seal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
