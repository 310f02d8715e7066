/* SPDX-License-Identifier: Apache-2.0 */
#include "conflicts_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* ---- steps, each a transaction ---------------------------------------- */

static int
do_found(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;

	return conflict_found(store, &work->kit->actor, &work->found, err);
}

static int
do_gone(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;

	return conflict_gone(store, &work->kit->actor, work->found.code,
	    work->found.subject, err);
}

static int
do_step(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;
	struct conflict_decision decision = { .step = work->step,
		.revision = work->revision,
		.expires = work->expires };

	return conflict_step(
	    store, &work->kit->actor, work->id, &decision, err);
}

struct work
about(struct kit *kit, const char *a, const char *b)
{
	static struct conflict_event events[2];
	static char subject[80];
	struct work work = { .kit = kit };

	snprintf(subject, sizeof subject, "[\"%s\",\"%s\"]", a, b);
	events[0] = (struct conflict_event){ a, "u" };
	events[1] = (struct conflict_event){ b, "u" };
	work.found = (struct found){ .code = "C16",
		.subject = subject,
		.title = "Forum",
		.level = "info",
		.evidence = "{\"similarity\":100}",
		.events = events,
		.nevents = 2 };
	return work;
}

void
found(struct kit *kit, struct work work)
{
	kit->actor.now++;
	assert_int_equal(
	    store_write(kit->store, do_found, &work, &kit->err), 0);
}

void
gone(struct kit *kit, struct work work)
{
	kit->actor.now++;
	assert_int_equal(store_write(kit->store, do_gone, &work, &kit->err), 0);
}

int
step(struct kit *kit, const char *id, enum conflict_step step, int64_t revision)
{
	struct work work = { kit, { NULL }, id, step, revision };

	kit->actor.now++;
	return store_write(kit->store, do_step, &work, &kit->err);
}

int
waive(struct kit *kit, const char *id, int64_t expires)
{
	struct work work = { kit, { NULL }, id, CONFLICT_WAIVE, 0, expires };

	kit->actor.now++;
	return store_write(kit->store, do_step, &work, &kit->err);
}

static int
do_expire(struct store *store, void *arg, struct err *err)
{
	struct kit *kit = arg;

	return conflicts_expire(store, &kit->actor, err);
}

void
expire(struct kit *kit, int64_t now)
{
	kit->actor.now = now;
	assert_int_equal(store_write(kit->store, do_expire, kit, &kit->err), 0);
}

/* ---- looking ---------------------------------------------------------- */

static int
add_line(const struct conflict *conflict, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s %s r%lld%s%s; ", conflict->code,
	    conflict_state_words[conflict->state],
	    (long long)conflict->revision, conflict->decided_by ? " by " : "",
	    conflict->decided_by ? conflict->decided_by : "");
	return 0;
}

void
conflicts_are(struct kit *kit, const char *lines)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;
	struct conflict_filter filter = { .state = CONFLICT_ANY };

	assert_int_equal(
	    conflicts_each(kit->store, &filter, add_line, &buf, &kit->err), 0);
	assert_string_equal(buf_str(&buf), lines);
}

static int
take_id(const struct conflict *conflict, void *arg, struct err *err)
{
	(void)err;
	strcpy(arg, conflict->id);
	return 0;
}

/* Of the newest conflict. */
const char *
last_id(struct kit *kit)
{
	static char id[UUID_TEXT];
	struct conflict_filter filter = { .state = CONFLICT_ANY };

	id[0] = '\0';
	assert_int_equal(
	    conflicts_each(kit->store, &filter, take_id, id, &kit->err), 0);
	return id;
}
