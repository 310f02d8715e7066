/* SPDX-License-Identifier: Apache-2.0 */
/* A store of which one byte has changed is not written any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../property/chance.h"
#include "base/cleanup.h"
#include "store_kit.h"

#define DATABASES 200
#define EVENTS 40
#define TEXT \
	"A text in which a changed letter is seen by nobody but its reader."

static long
size_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (long)st.st_size;
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
fill(struct kit *kit, int sequence)
{
	for (int i = 0; i < EVENTS; i++) {
		char uid[16];
		struct event event;

		snprintf(uid, sizeof uid, "u%d", i);
		event = kit_event("s", uid, "2026-03-01", "2026-03-02");
		event.description = TEXT;
		event.sequence = sequence;
		kit_put(kit, &event);
	}
}

static void
no_byte_changes_unseen(void **state)
{
	struct chance chance = chance_start();
	struct event event = kit_event("s", "new", "2026-03-01", "2026-03-02");
	struct kit kit;
	long size;

	(void)state;
	kit_open(&kit);
	fill(&kit, 1);
	store_close(kit.store);
	size = size_of(kit.path);
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

/* ---- after a crash ----------------------------------------------------- */

#define ROUNDS 8

/* Writes until the log has been copied into the file, and then some more. */
static void
write_and_crash(struct kit *kit)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		if (store_open(kit->path, DB_WRITER, &kit->store, &kit->err) <
		    0)
			_exit(1);
		for (int i = 1; i <= ROUNDS; i++)
			fill(kit, i);
		_exit(0); /* nothing is closed */
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* Being opened plays the log into the file, so both are kept, and put back. */
static void
copy_all(const char *from, const char *to)
{
	static const char *const endings[] = { "", "-wal", ".seal" };
	char here[128], there[128];

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		snprintf(here, sizeof here, "%s%s", from, endings[i]);
		snprintf(there, sizeof there, "%s%s", to, endings[i]);
		unlink(there);
		kit_copy_file(here, there);
	}
	snprintf(there, sizeof there, "%s-shm", to);
	unlink(there);
}

/* Is all there that was written last? */
static bool
is_whole(struct kit *kit)
{
	return db_check(store_db(kit->store), DB_CHECK_WHOLE, &kit->err) == 0 &&
	       kit_int(kit,
		   "SELECT COUNT(*) FROM event WHERE sequence = 8 AND"
		   " summary = uid AND description = '" TEXT "'") == EVENTS;
}

/* What a flipped byte does to a store that was not closed: 1, it is refused; 0,
 * what was flipped is in the log still, and so comes back. */
static int
refused(struct kit *kit, struct chance *chance, long at, int bits)
{
	int rc;

	kit->store = NULL;
	err_clear(&kit->err);
	rc = store_open(kit->path, DB_WRITER, &kit->store, &kit->err);
	if (rc < 0 && rc != -EUCLEAN)
		chance_fail(
		    chance, "byte %ld by %x: %s", at, bits, kit->err.msg);
	if (rc == 0 && !is_whole(kit))
		chance_fail(chance, "byte %ld by %x is not seen", at, bits);
	store_close(kit->store);
	return rc < 0;
}

static void
no_byte_changes_unseen_after_a_crash(void **state)
{
	struct chance chance = chance_start();
	struct kit kit;
	char kept[112];
	int seen = 0;
	long size;

	(void)state;
	kit_begin(&kit);
	snprintf(kept, sizeof kept, "%s/kept", kit.folder);
	write_and_crash(&kit);
	copy_all(kit.path, kept);
	size = size_of(kept);
	for (int i = 0; i < DATABASES; i++) {
		long at = chance_range(&chance, 0, size - 1);
		int bits = (int)chance_range(&chance, 1, 255);

		copy_all(kept, kit.path);
		flip(kit.path, at, bits);
		seen += refused(&kit, &chance, at, bits);
	}
	/* Both kinds are there; and as it was, it is taken. */
	assert_in_range(seen, 1, DATABASES - 1);
	copy_all(kept, kit.path);
	assert_int_equal(refused(&kit, &chance, 0, 0), 0);
	kit.store = NULL;
	kit_close(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_changes_unseen),
		cmocka_unit_test(no_byte_changes_unseen_after_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
