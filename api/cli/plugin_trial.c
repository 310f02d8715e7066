/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin_trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "source/sync.h"

void
trial_seen_free(struct trial_seen *seen)
{
	buf_free(&seen->events);
	buf_free(&seen->faults);
	freep(&seen->cursor);
}

/* An event as it would be taken in, a line of JSON without its end added to
 * json. -EINVAL when it would be quarantined; -ENOMEM. */
static int
event_line(const struct intake_options *options,
    const struct ambit_event *event, struct buf *json, struct err *err)
{
	struct intake item;
	int rc = intake_event(options, event, &item, err);

	if (rc < 0)
		return rc;
	record_add_json(&event_record, item.event, json);
	free(item.event);
	if (buf_error(json) < 0)
		return err_set(err, -ENOMEM, "write an event");
	return 0;
}

/* ----------------------------------------------------------------- sinks */

struct trying {
	struct intake_options intake;
	struct trial_seen *seen;
};

static void
add_fault(
    struct trial_seen *seen, int64_t line, const char *name, const char *reason)
{
	if (line)
		buf_addf(&seen->faults, "line %lld: ", (long long)line);
	buf_addf(&seen->faults, "%s: %s\n", name ? name : "an item",
	    reason ? reason : "no reason given");
}

static int
on_event(void *arg, const struct ambit_event *event, struct err *err)
{
	struct trying *trying = arg;
	struct trial_seen *seen = trying->seen;
	struct err why = ERR_INIT;
	int rc = event_line(&trying->intake, event, &seen->events, &why);

	if (rc == -EINVAL) {
		seen->refused++;
		add_fault(seen, event->line, intake_name(event), why.msg);
		return 0;
	}
	if (rc < 0)
		return err_set(err, rc, "%s", why.msg);
	buf_addc(&seen->events, '\n');
	seen->taken++;
	return 0;
}

static int
on_quarantine(void *arg, const struct frame_quarantine *item, struct err *err)
{
	struct trying *trying = arg;

	(void)err;
	trying->seen->quarantined++;
	add_fault(trying->seen, item->line, item->name, item->reason);
	return 0;
}

static int
on_checkpoint(void *arg, const char *cursor, struct err *err)
{
	struct trying *trying = arg;

	free(trying->seen->cursor);
	trying->seen->cursor = cursor ? strdup(cursor) : NULL;
	if (cursor && !trying->seen->cursor)
		return err_set(err, -ENOMEM, "keep a cursor");
	return 0;
}

/* ------------------------------------------------------------------- run */

int
trial_run(const struct trial_room *room, const struct trial_way *way,
    struct trial_seen *seen, struct err *err)
{
	const struct config_source *source = room->source;
	struct fetch_options fetch = fetch_options_default;
	struct trying trying = { .intake = { .source = source->name,
				     .identity =
					 (enum intake_identity)source->identity,
				     .zones = room->zones },
		.seen = seen };
	struct runner_request request = { .host = room->host,
		.plugin = room->plugin,
		.mode = way->mode ? way->mode : START_SYNC,
		.cursor = way->cursor,
		.frozen_now = way->now ? way->now : TRIAL_NOW,
		.deadline_ms = room->deadline_ms,
		.sandbox = room->sandbox,
		.trial = way->trial };
	struct runner_sink sink = { .arg = &trying,
		.event = on_event,
		.checkpoint = on_checkpoint,
		.quarantine = on_quarantine };
	struct sync_settings settings = { .block = NULL };
	int rc;

	*seen = (struct trial_seen){ .events = BUF_INIT, .faults = BUF_INIT };
	fetch.data_dir = room->data_dir;
	fetch.max_bytes = source->max_bytes;
	fetch.allow_private = source->allow_private;
	if (!way->bare && sync_settings(source, &settings) < 0)
		return err_set(err, -ENOMEM, "try a plugin");
	request.settings = settings.list;
	rc = fetcher_new("plugin-check", &fetch, &request.fetcher, err);
	if (rc == 0)
		rc = runner_run(&request, &sink, &seen->outcome, err);
	fetcher_free(request.fetcher);
	free(settings.block);
	return rc;
}
