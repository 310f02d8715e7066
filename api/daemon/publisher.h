/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After each commit, the next view: only what the commit touched is read and
 * rendered anew, and looked at for conflicts. Works on the writer's thread;
 * readers take the newest view from any thread.
 */
#ifndef AMBIT_DAEMON_PUBLISHER_H
#define AMBIT_DAEMON_PUBLISHER_H

#include "base/clock.h"
#include "base/err.h"
#include "base/zone.h"
#include "daemon/settings.h"
#include "office/judge.h"
#include "rest/view.h"
#include "store/store.h"
#include "store/writer.h"

struct publisher;

/* NULL: no memory. */
struct publisher *publisher_new(struct settings *settings, struct zones *zones,
    const struct places *places, const struct clock *clock);
void publisher_free(struct publisher *publisher);

/* For writer_new: arg is the publisher. The first call reads everything, each
 * later one also finds the conflicts of what has changed. A view that cannot
 * be made is logged, the last one stays, and the next call reads
 * everything. */
void publisher_published(struct store *store, void *arg);

/* The newest view, a reference of the caller's; NULL before the first. */
struct view *publisher_view(struct publisher *publisher);

/* For commands on the writer's thread. Lives as long as the publisher. */
const struct judge *publisher_judge(struct publisher *publisher);

/* At the next commit: by the settings now in force, everything. */
void publisher_rebuild(struct publisher *publisher);
/* At the next commit: the feeds' windows moved to the clock's day. */
void publisher_roll(struct publisher *publisher);
/* At the next commit: these plugins. Takes the reference over. */
void
publisher_plugins(struct publisher *publisher, struct view_plugins *plugins);

/* Publishes what was wished for now, with an empty commit. Waits for it. */
int publisher_publish(struct writer *writer, struct err *err);

#endif
