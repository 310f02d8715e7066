/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon.h"

#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "daemon/mission_clock.h"
#include "daemon/publisher.h"
#include "daemon/reload.h"
#include "daemon/resolver.h"
#include "daemon/settings.h"
#include "daemon/timetable.h"
#include "http/server.h"
#include "office/resolution_period.h"
#include "office/zone_watch.h"
#include "rest/meter.h"
#include "rest/own_feeds.h"
#include "rest/rest.h"
#include "store/writer.h"

#define DRAIN_SECONDS 10

struct daemon {
	const struct clock *clock;
	struct settings *settings;
	struct zones *zones;
	struct places *places;
	struct publisher *publisher;
	struct writer *writer;
	struct timetable *timetable;
	struct mission_clock *mission_clock;
	struct resolver *resolver;
	struct reload reload;
	struct rest rest;
	char *user_header; /* rest's: a configuration may go */
	char *state_dir;
	struct event_base *base;
	struct http_server *server;
	struct event *signals[3];
	struct event *drain_limit;
};

/* ----------------------------------------------------- what rest is lent */

static struct view *
lend_view(void *arg)
{
	return publisher_view(((struct daemon *)arg)->publisher);
}

static int
lend_sync(void *arg, const char *source, bool accept_shrink, struct err *err)
{
	return timetable_sync(
	    ((struct daemon *)arg)->timetable, source, accept_shrink, err);
}

static bool
lend_syncing(void *arg, const char *source)
{
	return timetable_syncing(((struct daemon *)arg)->timetable, source);
}

static const struct http_stats *
lend_stats(void *arg)
{
	return http_server_stats(((struct daemon *)arg)->server);
}

static int
lend_post(void *arg, int (*fn)(struct store *store, void *job, struct err *err),
    void (*done)(int result, const struct err *err, void *job), void *job,
    struct err *err)
{
	return writer_post(((struct daemon *)arg)->writer, fn, done, job, err);
}

static int
lend_resolve(void *arg, const char *id, struct period_job *job, struct err *err)
{
	return resolver_start(((struct daemon *)arg)->resolver, id, job, err);
}

static int
lend_resolve_cancel(void *arg, const char *id, struct err *err)
{
	return resolver_cancel(((struct daemon *)arg)->resolver, id, err);
}

/* From any thread. */
static void
lend_again(void *arg)
{
	http_server_again(((struct daemon *)arg)->server);
}

/* On the writer's thread. */
static void
on_broken(const struct err *err, void *arg)
{
	struct daemon *daemon = arg;

	atomic_store(&daemon->rest.read_only, true);
	log_error("the store is read-only from now on: %s", err->msg);
}

/* ----------------------------------------------------------------- zones */

/* Zones, and the publisher that makes feeds anew when one has changed. */
struct zone_job {
	struct zone_watch watch;
	struct publisher *publisher;
};

static int
look_at_zones(struct store *store, void *arg, struct err *err)
{
	struct zone_job *job = arg;
	int rc = zone_watch(store, &job->watch, err);

	if (rc == 0 && job->watch.changed)
		publisher_rebuild(job->publisher);
	return rc;
}

/* Takes the zones' rules as they are now, and publishes; also when the rules
 * cannot be compared. */
static int
publish_by_zones(struct daemon *daemon, struct err *err)
{
	struct zone_job job = {
		.watch = { daemon->zones, clock_now(daemon->clock) },
		.publisher = daemon->publisher,
	};

	if (writer_call(daemon->writer, look_at_zones, &job, err) < 0) {
		log_error("time zones: %s", err->msg);
		err_clear(err);
		return publisher_publish(daemon->writer, err);
	}
	if (job.watch.changed)
		log_warning("the rules of %zu time zones changed; %zu events "
			    "moved: see \"ambit zones moved\"",
		    job.watch.changed, job.watch.moved);
	return 0;
}

static void
on_new_rules(void *arg)
{
	struct err err = ERR_INIT;

	if (publish_by_zones(arg, &err) < 0)
		log_error("publish: %s", err.msg);
}

/* --------------------------------------------------------------- signals */

static void
end_loop(void *arg)
{
	event_base_loopexit(((struct daemon *)arg)->base, NULL);
}

static void
on_drain_limit(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	log_warning(
	    "some requests were not answered within %d s", DRAIN_SECONDS);
	end_loop(arg);
}

static void
on_end(evutil_socket_t signal, short what, void *arg)
{
	static const struct timeval limit = { DRAIN_SECONDS, 0 };
	struct daemon *daemon = arg;

	(void)what;
	if (daemon->rest.draining) {
		end_loop(daemon);
		return;
	}
	log_info("%s: ending", strsignal((int)signal));
	daemon->rest.draining = true;
	evtimer_add(daemon->drain_limit, &limit);
	http_server_drain(daemon->server, end_loop, daemon);
}

static void
on_reload(evutil_socket_t signal, short what, void *arg)
{
	struct daemon *daemon = arg;

	(void)signal;
	(void)what;
	timetable_ask(daemon->timetable, reload_run, &daemon->reload);
	timetable_ask(daemon->timetable, on_new_rules, daemon);
}

static int
watch_signals(struct daemon *daemon, struct err *err)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

	daemon->drain_limit = evtimer_new(daemon->base, on_drain_limit, daemon);
	if (!daemon->drain_limit)
		return err_set(err, -ENOMEM, "watch signals");
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		daemon->signals[i] = evsignal_new(daemon->base, numbers[i],
		    numbers[i] == SIGHUP ? on_reload : on_end, daemon);
		if (!daemon->signals[i] ||
		    evsignal_add(daemon->signals[i], NULL) < 0)
			return err_set(err, -ENOMEM, "watch signals");
	}
	return 0;
}

/* -------------------------------------------------------- start and stop */

static int
make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0750) < 0 && errno != EEXIST)
		return err_errno(err, "make the folder %s", path);
	return 0;
}

/* Those who wait for what is new are told; before there is a server, nobody
 * waits. */
static void
on_published(struct store *store, void *arg)
{
	struct daemon *daemon = arg;

	publisher_published(store, daemon->publisher);
	if (daemon->server)
		http_server_again(daemon->server);
}

static int
lose_resolutions(struct store *store, void *arg, struct err *err)
{
	struct daemon *daemon = arg;
	struct desk desk = { .store = store,
		.actor = { .name = "ambit", .now = clock_now(daemon->clock) },
		.zones = daemon->zones };
	int rc = resolutions_lose(&desk, err);

	desk_free(&desk);
	return rc;
}

/* Nobody runs what a daemon before this one began. */
static void
end_what_was_left(struct daemon *daemon, struct store *store)
{
	struct err err = ERR_INIT;

	if (store_write(store, lose_resolutions, daemon, &err) < 0)
		log_error("resolutions: %s", err.msg);
}

/* Opens the store, reads it into the first view. */
static int
start_store(struct daemon *daemon, const struct config *config, struct err *err)
{
	struct store *store;

	if (make_folder(config->state_dir, err) < 0 ||
	    store_open(config->store_path, DB_WRITER, &store, err) < 0)
		return err->code;
	end_what_was_left(daemon, store);
	if (writer_new(store, on_published, daemon, &daemon->writer, err) < 0)
		return err->code;
	writer_on_broken(daemon->writer, on_broken, daemon);
	if (publish_by_zones(daemon, err) < 0 ||
	    store_open(
		config->store_path, DB_READER, &daemon->rest.reader, err) < 0)
		return err->code;
	return 0;
}

static void
on_new_day(void *arg)
{
	struct daemon *daemon = arg;
	struct err err = ERR_INIT;

	publisher_roll(daemon->publisher);
	if (publish_by_zones(daemon, &err) < 0)
		log_error("a new day: %s", err.msg);
}

static int
start_timetable(struct daemon *daemon, struct err *err)
{
	struct timetable_options options = {
		.settings = daemon->settings,
		.writer = daemon->writer,
		.zones = daemon->zones,
		.places = daemon->places,
		.clock = daemon->clock,
		.new_day = on_new_day,
		.new_day_arg = daemon,
	};

	if (timetable_new(&options, &daemon->timetable, err) < 0)
		return err->code;
	daemon->reload = (struct reload){ daemon->settings, daemon->publisher,
		daemon->writer, daemon->timetable, daemon->clock };
	timetable_ask(daemon->timetable, reload_plugins, &daemon->reload);
	return mission_clock_new(daemon->base, daemon->writer, daemon->settings,
	    daemon->zones, daemon->clock, &daemon->mission_clock, err);
}

/* Only this thread uses the loop, so it has no locks: they cost a third of a
 * small request. */
static struct event_base *
new_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;

	if (!config)
		return NULL;
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

static int
start_server(
    struct daemon *daemon, const struct config *config, struct err *err)
{
	struct http_options options = http_options_default;
	struct variants_options variants = { VARIANTS_BYTES, lend_again,
		daemon };

	options.address = config->address;
	options.port = (int)config->port;
	options.unix_path = config->socket;
	options.max_connections = (int)config->max_connections;
	daemon->rest.arg = daemon;
	daemon->rest.view = lend_view;
	daemon->rest.sync = lend_sync;
	daemon->rest.syncing = lend_syncing;
	daemon->rest.stats = lend_stats;
	daemon->rest.post = lend_post;
	daemon->rest.again = lend_again;
	daemon->rest.resolve = lend_resolve;
	daemon->rest.resolve_cancel = lend_resolve_cancel;
	daemon->rest.judge = publisher_judge(daemon->publisher);
	daemon->resolver = resolver_new(
	    daemon->writer, daemon->rest.judge, daemon->zones, daemon->clock);
	daemon->rest.zones = daemon->zones;
	daemon->rest.places = daemon->places;
	daemon->rest.clock = daemon->clock;
	daemon->rest.version = AMBIT_VERSION;
	daemon->state_dir = strdup(config->state_dir);
	daemon->rest.state_dir = daemon->state_dir;
	daemon->user_header = strdup(config->user_header);
	daemon->rest.user_header = daemon->user_header;
	daemon->rest.meters = meters_new(config->rate, config->burst);
	daemon->base = new_base();
	daemon->rest.own_feeds = own_feeds_new();
	if (!daemon->base || !daemon->rest.meters || !daemon->rest.own_feeds ||
	    !daemon->resolver)
		return err_set(err, -ENOMEM, "start the event loop");
	if (http_server_new(daemon->base, &options, rest_handle, &daemon->rest,
		&daemon->server, err) < 0 ||
	    variants_new(&variants, &daemon->rest.variants, err) < 0)
		return err->code;
	return watch_signals(daemon, err);
}

static int
start(struct daemon *daemon, struct err *err)
{
	const struct config *config = settings_get(daemon->settings);
	struct places_options places = view_places_options(config);
	int rc = -ENOMEM;

	log_setup((enum log_format)config->log_format,
	    (enum log_level)config->log_level);
	daemon->publisher = NULL;
	if (zones_open(NULL, &daemon->zones, err) < 0 ||
	    places_open(&places, &daemon->places, err) < 0)
		rc = err->code;
	else if (!(daemon->publisher = publisher_new(daemon->settings,
		       daemon->zones, daemon->places, daemon->clock)))
		err_set(err, rc, "start the daemon");
	else if (start_store(daemon, config, err) < 0 ||
		 start_server(daemon, config, err) < 0 ||
		 start_timetable(daemon, err) < 0)
		rc = err->code;
	else
		rc = 0;
	settings_put(daemon->settings, config);
	return rc;
}

/* In the reverse order; each part may be missing. */
static void
stop(struct daemon *daemon)
{
	timetable_stop(daemon->timetable);
	resolver_stop(daemon->resolver);
	writer_stop(daemon->writer); /* what it has done it tells the server */
	resolver_free(daemon->resolver);
	mission_clock_free(daemon->mission_clock);
	for (size_t i = 0; i < ARRAY_LEN(daemon->signals); i++)
		if (daemon->signals[i])
			event_free(daemon->signals[i]);
	if (daemon->drain_limit)
		event_free(daemon->drain_limit);
	variants_free(daemon->rest.variants);
	http_server_free(daemon->server);
	if (daemon->base)
		event_base_free(daemon->base);
	meters_free(daemon->rest.meters);
	own_feeds_free(daemon->rest.own_feeds);
	free(daemon->user_header);
	free(daemon->state_dir);
	store_close(daemon->rest.reader);
	publisher_free(daemon->publisher);
	settings_free(daemon->settings);
	places_free(daemon->places);
	zones_free(daemon->zones);
}

int
daemon_run(struct config *config, const struct clock *clock,
    void (*ready)(int port, void *arg), void *arg, struct err *err)
{
	struct daemon daemon = { .clock = clock };
	int rc;

	daemon.settings = settings_new(config);
	if (!daemon.settings) {
		config_free(config);
		return err_set(err, -ENOMEM, "start the daemon");
	}
	rc = start(&daemon, err);
	if (rc == 0) {
		if (ready)
			ready(http_server_port(daemon.server), arg);
		event_base_dispatch(daemon.base);
	}
	stop(&daemon);
	return rc;
}
