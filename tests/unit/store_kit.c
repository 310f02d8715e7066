/* SPDX-License-Identifier: Apache-2.0 */
#include "store_kit.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "store/changes.h"

/* Fails the test with the error's text. */
static void
must(const struct kit *kit, int rc)
{
	if (rc < 0)
		fail_msg("%s", kit->err.msg);
}

void
kit_begin(struct kit *kit)
{
	*kit = (struct kit){ .actor = { "test", NULL, 1700000000 } };
	strcpy(kit->folder, "/tmp/ambit-store-XXXXXX");
	assert_non_null(mkdtemp(kit->folder));
	snprintf(kit->path, sizeof kit->path, "%s/store", kit->folder);
	must(kit, zones_open(NULL, &kit->zones, &kit->err));
}

void
kit_open(struct kit *kit)
{
	kit_begin(kit);
	must(kit, store_open(kit->path, DB_WRITER, &kit->store, &kit->err));
}

void
kit_reopen(struct kit *kit)
{
	store_close(kit->store);
	kit->store = NULL;
	must(kit, store_open(kit->path, DB_WRITER, &kit->store, &kit->err));
}

void
kit_copy_file(const char *from, const char *to)
{
	CLEANUP(closep) int in = open(from, O_RDONLY | O_CLOEXEC);
	CLEANUP(closep)
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat st;

	assert_int_equal(fstat(in, &st), 0);
	assert_int_equal(
	    sendfile(out, in, NULL, (size_t)st.st_size), st.st_size);
}

static int
discard(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
kit_close(struct kit *kit)
{
	store_close(kit->store);
	zones_free(kit->zones);
	assert_int_equal(
	    nftw(kit->folder, discard, 8, FTW_DEPTH | FTW_PHYS), 0);
}

int
kit_setup(void **state)
{
	struct kit *kit = malloc(sizeof *kit);

	assert_non_null(kit);
	kit_open(kit);
	*state = kit;
	return 0;
}

int
kit_teardown(void **state)
{
	kit_close(*state);
	free(*state);
	return 0;
}

struct event
kit_event(
    const char *source, const char *uid, const char *start, const char *end)
{
	struct event event;

	record_init(&event_record, &event);
	event.source = source;
	event.uid = uid;
	event.summary = uid;
	event.start = start;
	event.end = end;
	event.zone = strchr(start, 'T') ? "Europe/Madrid" : NULL;
	return event;
}

/* A call inside store_write. */
struct deed {
	struct kit *kit;
	const struct event *event;
	enum put_result result;
	const char *id, *source, *uid;
	enum vanish_policy policy;
	int patience, count;
	bool acted;
};

static int
put(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;
	struct event_times times;

	if (event_times(deed->event, deed->kit->zones, &times, err) < 0)
		return err->code;
	return event_put(store, &deed->kit->actor, deed->event, &times,
	    event_extent(deed->event, &times), &deed->result, err);
}

int
kit_try_put(struct kit *kit, const struct event *event)
{
	struct deed deed = { .kit = kit, .event = event };

	return store_write(kit->store, put, &deed, &kit->err);
}

enum put_result
kit_put(struct kit *kit, const struct event *event)
{
	struct deed deed = { .kit = kit, .event = event };

	must(kit, store_write(kit->store, put, &deed, &kit->err));
	return deed.result;
}

static int
missed(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;

	return event_missed(store, &deed->kit->actor, deed->id, deed->policy,
	    deed->patience, &deed->acted, err);
}

bool
kit_missed(
    struct kit *kit, const char *id, enum vanish_policy policy, int patience)
{
	struct deed deed = {
		.kit = kit, .id = id, .policy = policy, .patience = patience
	};

	must(kit, store_write(kit->store, missed, &deed, &kit->err));
	return deed.acted;
}

static int
forget(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;

	return event_forget(store, &deed->kit->actor, deed->source, deed->uid,
	    deed->policy, &deed->count, err);
}

int
kit_forget(struct kit *kit, const char *source, const char *uid,
    enum vanish_policy policy)
{
	struct deed deed = {
		.kit = kit, .source = source, .uid = uid, .policy = policy
	};

	must(kit, store_write(kit->store, forget, &deed, &kit->err));
	return deed.count;
}

static int
keep_row(struct event_row *row, void *arg, struct err *err)
{
	struct event_row **out = arg;

	(void)err;
	assert_null(*out);
	*out = row;
	return 0;
}

struct event_row *
kit_row(struct kit *kit, const char *source, const char *uid)
{
	struct event_row *row = NULL;

	must(kit, events_series(kit->store, kit->zones, source, uid, keep_row,
		      &row, &kit->err));
	return row;
}

int64_t
kit_int(struct kit *kit, const char *sql)
{
	struct db_stmt *stmt = db_prepare(store_db(kit->store), sql, &kit->err);
	int64_t value = 0;

	if (!stmt)
		fail_msg("%s", kit->err.msg);
	must(kit, db_execute_int(stmt, &value, &kit->err));
	return value;
}

static int
add_action(const struct change *change, void *arg, struct err *err)
{
	(void)err;
	buf_addf(
	    arg, "%s%s", ((struct buf *)arg)->len ? " " : "", change->action);
	return 0;
}

char *
kit_actions(struct kit *kit, int64_t after)
{
	struct change_filter filter = { .after = after, .limit = 1000 };
	struct buf actions = BUF_INIT;

	buf_adds(&actions, "");
	must(kit,
	    changes_each(kit->store, &filter, add_action, &actions, &kit->err));
	return buf_steal(&actions);
}
