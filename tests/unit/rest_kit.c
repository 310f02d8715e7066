/* SPDX-License-Identifier: Apache-2.0 */
#include "rest_kit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "rest/own_feeds.h"
#include "store/record_table.h"

/* ---------------------------------------------------- what rest is lent */

static struct view *
lend_view(void *arg)
{
	struct rest_kit *kit = arg;
	struct view *view;

	pthread_mutex_lock(&kit->lock);
	view = kit->view ? view_ref(kit->view) : NULL;
	pthread_mutex_unlock(&kit->lock);
	return view;
}

static int
lend_sync(void *arg, const char *source, bool accept_shrink, struct err *err)
{
	struct rest_kit *kit = arg;

	(void)source;
	(void)err;
	kit->syncs++;
	kit->shrink = accept_shrink;
	return 0;
}

static bool
lend_syncing(void *arg, const char *source)
{
	(void)source;
	return ((struct rest_kit *)arg)->syncs > 0;
}

static const struct http_stats *
lend_stats(void *arg)
{
	return http_server_stats(((struct rest_kit *)arg)->http.server);
}

/* Written at once, on the server's thread. */
static int
lend_post(void *arg, int (*fn)(struct store *store, void *job, struct err *err),
    void (*done)(int result, const struct err *err, void *job), void *job,
    struct err *err)
{
	struct rest_kit *kit = arg;
	int rc = store_write(kit->store.store, fn, job, err);

	if (rc == 0)
		rest_publish(kit);
	done(rc, err, job);
	return 0;
}

/* From any thread. */
static void
lend_again(void *arg)
{
	http_server_again(((struct rest_kit *)arg)->http.server);
}

/* -------------------------------------------------------------- publish */

static void
must(int rc, const struct err *err)
{
	if (rc < 0)
		fail_msg("%s", err->msg);
}

static void
add_source(struct view *view)
{
	struct view_source source = {
		.name = strdup("metropolis"),
		.plugin = strdup("networks"),
		.enabled = true,
		.interval = 3600,
		.health = { .name = "metropolis",
		    .last_attempt = NOW - 60,
		    .last_success = NOW - 60,
		    .result = "ok",
		    .events = 3 },
	};
	struct quarantined item = {
		.source = source.name,
		.name = strdup("<b>odd</b>"),
		.reason = strdup("it ends before it begins"),
		.line = 17,
		.byte = -1,
		.since = NOW - 60,
	};

	assert_int_equal(vec_push(&source.quarantined, item), 0);
	assert_int_equal(vec_push(&view->sources, source), 0);
}

void
rest_publish(struct rest_kit *kit)
{
	struct feed_options options = feed_options_default;
	struct view *view = view_new(), *old;
	struct err err = ERR_INIT;
	int64_t at;

	assert_non_null(view);
	options.uid_domain = "example.org";
	options.zone = "Europe/Madrid";
	must(snapshot_load(
		 kit->store.store, kit->store.zones, &view->events, &err),
	    &err);
	must(store_records(kit->store.store, &view->records, &err), &err);
	must(changes_last(kit->store.store, &view->revision, &at, &err), &err);
	must(feedset_build(view->events, &options, kit->store.zones, NOW, at,
		 &view->feeds, &err),
	    &err);
	view->plugins = view_plugins_new();
	assert_non_null(view->plugins);
	add_source(view);
	pthread_mutex_lock(&kit->lock);
	old = kit->view;
	kit->view = view;
	pthread_mutex_unlock(&kit->lock);
	view_unref(old);
}

void
rest_put(struct rest_kit *kit, const struct event *event)
{
	kit_put(&kit->store, event);
	rest_publish(kit);
}

int
rest_setup(void **state)
{
	struct http_options options = http_options_default;
	struct rest_kit *kit = calloc(1, sizeof *kit);
	struct variants_options variants = { VARIANTS_BYTES, lend_again, kit };
	struct err err = ERR_INIT;

	assert_non_null(kit);
	kit_open(&kit->store);
	pthread_mutex_init(&kit->lock, NULL);
	kit->clock = clock_fixed(NOW);
	kit->rest = (struct rest){ .arg = kit,
		.view = lend_view,
		.sync = lend_sync,
		.syncing = lend_syncing,
		.stats = lend_stats,
		.post = lend_post,
		.again = lend_again,
		.zones = kit->store.zones,
		.clock = &kit->clock,
		.version = "1.2.3" };
	kit->rest.own_feeds = own_feeds_new();
	assert_non_null(kit->rest.own_feeds);
	must(store_open(kit->store.path, DB_READER, &kit->rest.reader, &err),
	    &err);
	rest_publish(kit);
	snprintf(
	    kit->socket, sizeof kit->socket, "%s/socket", kit->store.folder);
	options.address = "127.0.0.1";
	options.unix_path = kit->socket;
	must(variants_new(&variants, &kit->rest.variants, &err), &err);
	http_kit_start(&kit->http, &options, rest_handle, &kit->rest);
	*state = kit;
	return 0;
}

int
rest_teardown(void **state)
{
	struct rest_kit *kit = *state;

	variants_free(kit->rest.variants);
	http_kit_stop(&kit->http);
	own_feeds_free(kit->rest.own_feeds);
	store_close(kit->rest.reader);
	view_unref(kit->view);
	json_decref(kit->json);
	buf_free(&kit->reply);
	pthread_mutex_destroy(&kit->lock);
	kit_close(&kit->store);
	free(kit);
	return 0;
}

/* ------------------------------------------------------------------ ask */

/* Every answer, whatever it says, is guarded by these. */
static void
check_security(struct rest_kit *kit)
{
	assert_string_equal(
	    rest_field(kit, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(rest_field(kit, "Referrer-Policy"), "no-referrer");
	assert_non_null(
	    strstr(rest_field(kit, "Content-Security-Policy"), "default-src"));
}

static int
ask(struct rest_kit *kit, int fd, const char *method, const char *target,
    const char *fields, const char *body)
{
	CLEANUP(buf_free) struct buf request = BUF_INIT;

	buf_addf(&request,
	    "%s %s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n", method,
	    target, fields);
	if (body)
		buf_addf(&request, "Content-Length: %zu\r\n", strlen(body));
	buf_addf(&request, "\r\n%s", body ? body : "");
	buf_reset(&kit->reply);
	client_text(fd, buf_str(&request));
	assert_int_equal(client_read_all(fd, &kit->reply, false), 0);
	close(fd);
	json_decref(kit->json);
	kit->json =
	    json_loads(reply_body(&kit->reply), JSON_REJECT_DUPLICATES, NULL);
	check_security(kit);
	return reply_status(&kit->reply);
}

int
rest_ask(struct rest_kit *kit, const char *method, const char *target,
    const char *fields)
{
	return ask(kit, client_open(&kit->http), method, target, fields, NULL);
}

int
rest_get(struct rest_kit *kit, const char *target)
{
	return rest_ask(kit, "GET", target, "");
}

int
rest_ask_local(struct rest_kit *kit, const char *method, const char *target)
{
	return ask(
	    kit, client_open_unix(kit->socket), method, target, "", NULL);
}

static int
send_json(struct rest_kit *kit, int fd, const char *method, const char *target,
    const char *fields, const char *body)
{
	CLEANUP(buf_free) struct buf all = BUF_INIT;

	buf_addf(&all, "Content-Type: application/json\r\n%s", fields);
	return ask(kit, fd, method, target, buf_str(&all), body);
}

int
rest_send(struct rest_kit *kit, const char *method, const char *target,
    const char *fields, const char *body)
{
	return send_json(
	    kit, client_open_unix(kit->socket), method, target, fields, body);
}

int
rest_send_tcp(struct rest_kit *kit, const char *method, const char *target,
    const char *fields, const char *body)
{
	return send_json(
	    kit, client_open(&kit->http), method, target, fields, body);
}

const char *
rest_field(struct rest_kit *kit, const char *name)
{
	static char out[4096];

	return reply_field(&kit->reply, name, out, sizeof out);
}

const char *
rest_text(struct rest_kit *kit, const char *name)
{
	const char *text = json_string_value(json_object_get(kit->json, name));

	if (!text)
		fail_msg("no %s in %s", name, buf_str(&kit->reply));
	return text;
}

const char *
rest_items(struct rest_kit *kit, const char *name)
{
	static char out[4096];
	json_t *items = json_object_get(kit->json, "items"), *item;
	size_t i, len = 0;

	assert_true(json_is_array(items));
	out[0] = '\0';
	json_array_foreach(items, i, item)
	{
		len += (size_t)snprintf(out + len, sizeof out - len, "%s%s",
		    i ? " " : "",
		    json_string_value(json_object_get(item, name)));
		assert_true(len < sizeof out);
	}
	return out;
}

const char *
rest_next(struct rest_kit *kit)
{
	static char out[4096];
	const char *link = rest_field(kit, "Link");
	const char *end = link ? strstr(link, ">; rel=\"next\"") : NULL;

	if (!link)
		return NULL;
	assert_non_null(end);
	snprintf(out, sizeof out, "%.*s", (int)(end - link - 1), link + 1);
	return out;
}
