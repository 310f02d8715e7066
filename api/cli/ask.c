/* SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/door.h"
#include "daemon/watch.h"
#include "rest/write.h"
#include "store/erase.h"

void
ask_free(struct ask *ask)
{
	buf_free(&ask->target);
	buf_free(&ask->body);
	buf_free(&ask->answer);
}

void
ask_segment(struct ask *ask, const char *segment)
{
	buf_addc(&ask->target, '/');
	url_add_encoded(&ask->target, segment);
}

void
ask_parameter(struct ask *ask, const char *name, const char *value)
{
	buf_addc(&ask->target, strchr(buf_str(&ask->target), '?') ? '&' : '?');
	url_add_encoded(&ask->target, name);
	buf_addc(&ask->target, '=');
	url_add_encoded(&ask->target, value);
}

/* ---- by ourselves ----------------------------------------------------- */

static int
open_writer(struct cli *cli, struct store **out, struct err *err)
{
	if (mkdir(cli->config->state_dir, 0750) < 0 && errno != EEXIST)
		return err_errno(
		    err, "make the folder %s", cli->config->state_dir);
	return store_open(cli->config->store_path, DB_WRITER, out, err);
}

static void
prepare(struct cli *cli, const struct zone *zone, struct watch *watch,
    struct write *write)
{
	write_actor(write, (int64_t)getuid());
	write->state_dir = cli->config->state_dir;
	write->desk.judge = watch_judge(watch);
	write->desk.zones = cli->zones;
	write->desk.places = cli->places;
	write->desk.zone = zone;
	write->desk.actor.now = clock_now(cli->clock);
	write->desk.revise_percent = cli->config->revise_percent;
}

static int
run_here(struct cli *cli, struct ask *ask, struct err *err)
{
	CLEANUP(store_closep) struct store *store = NULL;
	CLEANUP(write_unrefp) struct write *write = NULL;
	const struct zone *zone = NULL;
	struct watch *watch = NULL;
	const struct write_op *op;
	bool wrote;
	int rc;

	if (write_new(ask->method, buf_str(&ask->target), buf_str(&ask->body),
		ask->body.len, &write, err) < 0 ||
	    open_writer(cli, &store, err) < 0 ||
	    cli_find_zone(cli, &zone, err) < 0 ||
	    cli_open_places(cli, err) < 0 ||
	    watch_open(cli->config, store, cli->zones, cli->places, cli->clock,
		&watch, err) < 0)
		return err->code;
	prepare(cli, zone, watch, write);
	op = write->route->detail;
	rc = op->changes_words ? watch_write(watch, store, &wrote, err) : 0;
	if (rc == 0)
		rc = store_write(store, write_run, write, err);
	if (rc == 0)
		rc = watch_after(watch, store, err);
	if (rc == 0)
		rc = store_settle(store, err);
	watch_free(watch);
	write_end(write, rc, err);
	err_clear(err);
	ask->status = write->status;
	buf_add(&ask->answer, buf_str(&write->answer), write->answer.len);
	return buf_error(&ask->answer)
		   ? err_set(err, -ENOMEM, "there is not enough memory")
		   : 0;
}

/* ---- either way ------------------------------------------------------- */

static const char *
method_word(enum http_method method)
{
	return method == HTTP_GET      ? "GET"
	       : method == HTTP_DELETE ? "DELETE"
	       : method == HTTP_PATCH  ? "PATCH"
				       : "POST";
}

int
ask_send(struct cli *cli, struct ask *ask, struct err *err)
{
	struct door_body body = { "application/json", buf_str(&ask->body),
		ask->body.len };
	int status;

	if (buf_error(&ask->target) || buf_error(&ask->body))
		return err_set(err, -ENOMEM, "there is not enough memory");
	status = door_request(cli->config->socket, method_word(ask->method),
	    buf_str(&ask->target), ask->body.len ? &body : NULL, &ask->answer,
	    err);
	if (status == -ENOENT || status == -ECONNREFUSED) {
		err_clear(err);
		return run_here(cli, ask, err);
	}
	if (status < 0)
		return status;
	ask->status = status;
	return 0;
}

/* ---- what was refused ------------------------------------------------- */

static void
say(const char *where, const char *what)
{
	fprintf(stderr, "ambit: %s%s%s\n", where, *where ? ": " : "", what);
}

static void
say_value(const json_t *value,
    void (*name)(const char *pointer, struct buf *out, void *arg), void *arg)
{
	CLEANUP(buf_free) struct buf where = BUF_INIT;
	const char *pointer =
	    json_string_value(json_object_get(value, "pointer"));
	const char *detail =
	    json_string_value(json_object_get(value, "detail"));

	if (!pointer)
		pointer =
		    json_string_value(json_object_get(value, "parameter"));
	if (!pointer)
		pointer = "";
	if (name)
		name(pointer, &where, arg);
	else
		buf_adds(&where, pointer + (*pointer == '/'));
	say(buf_str(&where), detail ? detail : "it is wrong");
}

int
ask_refused(const struct ask *ask,
    void (*name)(const char *pointer, struct buf *out, void *arg), void *arg)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	const char *detail;
	json_t *errors, *value;
	size_t i;

	if (ask->status < 400)
		return EXIT_SUCCESS;
	json_read(buf_str(&ask->answer), ask->answer.len, &answer, NULL);
	errors = json_object_get(answer, "errors");
	json_array_foreach(errors, i, value) say_value(value, name, arg);
	detail = json_string_value(json_object_get(answer, "detail"));
	if (json_array_size(errors) != 1)
		say("", detail ? detail : "it was refused");
	return EXIT_FAILURE;
}

int
ask_json(struct cli *cli, struct ask *ask, json_t **out)
{
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (status)
		return status;
	if (ask_send(cli, ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(ask, NULL, NULL);
	if (status == 0 &&
	    json_read(buf_str(&ask->answer), ask->answer.len, out, &err) < 0)
		return cli_fail(&err);
	return status;
}
