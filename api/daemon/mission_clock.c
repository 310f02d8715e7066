/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_clock.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "office/mission.h"

#define SECONDS 60

struct mission_clock {
	struct writer *writer;
	struct settings *settings;
	const struct clock *clock;
	struct event *timer;
	struct desk desk; /* the writer's while busy */
	int64_t moved;
	atomic_bool busy;
};

static int
tick(struct store *store, void *arg, struct err *err)
{
	struct mission_clock *clock = arg;
	const struct config *config = settings_get(clock->settings);

	desk_clear(&clock->desk);
	zones_get(clock->desk.zones, config->zone, &clock->desk.zone, NULL);
	settings_put(clock->settings, config);
	clock->desk.store = store;
	clock->desk.actor =
	    (struct actor){ .name = "clock", .now = clock_now(clock->clock) };
	return missions_clock(&clock->desk, &clock->moved, err);
}

static void
ticked(int result, const struct err *err, void *arg)
{
	struct mission_clock *clock = arg;

	if (result < 0)
		log_error("missions by the clock: %s", err->msg);
	else if (clock->moved)
		log_info("%lld missions have begun or are over",
		    (long long)clock->moved);
	atomic_store(&clock->busy, false);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct mission_clock *clock = arg;
	struct err err = ERR_INIT;

	(void)fd;
	(void)what;
	if (atomic_exchange(&clock->busy, true))
		return;
	if (writer_post(clock->writer, tick, ticked, clock, &err) < 0)
		atomic_store(&clock->busy, false); /* in a minute, then */
}

int
mission_clock_new(struct event_base *base, struct writer *writer,
    struct settings *settings, struct zones *zones, const struct clock *clock,
    struct mission_clock **out, struct err *err)
{
	static const struct timeval every = { SECONDS, 0 };
	struct mission_clock *made = calloc(1, sizeof *made);

	if (made)
		made->timer = event_new(base, -1, EV_PERSIST, on_time, made);
	if (!made || !made->timer || event_add(made->timer, &every) < 0) {
		mission_clock_free(made);
		return err_set(err, -ENOMEM, "start the missions' clock");
	}
	made->writer = writer;
	made->settings = settings;
	made->clock = clock;
	made->desk.zones = zones;
	on_time(-1, 0, made);
	*out = made;
	return 0;
}

void
mission_clock_free(struct mission_clock *clock)
{
	if (clock && clock->timer)
		event_free(clock->timer);
	if (clock)
		desk_free(&clock->desk);
	free(clock);
}
