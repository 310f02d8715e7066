/* SPDX-License-Identifier: Apache-2.0 */
#include "sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/project.h"
#include "readers/dates.h"
#include "readers/match.h"
#include "readers/reply.h"

const char *const project_roles[] = { "partner", "lead", NULL };

/* What a run keeps: the rules as they were read. */
struct sync {
	const struct config *config;
	char *rules;
};

static int
emit(const struct sync *sync, const struct project_texts *texts,
    struct ambit_event *like, const struct ambit_host *host,
    struct ambit_run *run, char *reason)
{
	char *rules = strdup(sync->rules);
	int result = AMBIT_BUG;

	milestone_settle(&sync->config->milestones, like);
	if (rules)
		result = project_emit(texts, rules, like, host, run, reason);
	free(rules);
	return result;
}

/* The day before; ends are exclusive. */
static const char *
last_day(const char *end, char out[DATES_TEXT])
{
	struct dates_time time;

	if (!end || dates_read_iso(end, &time) < 0 || time.form != DATES_DAY)
		return end;
	time.seconds -= 86400;
	dates_text(&time, out);
	return out;
}

/* Its deadlines, or the day that it is listed on. */
static int
call(const struct config *config, struct ambit_event *event,
    const struct ambit_host *host, struct ambit_run *run)
{
	char found[128];

	if (config->calls &&
	    !match_event(event, config->calls, found, sizeof found))
		return AMBIT_OK;
	if (event->deadlines)
		return milestones_emit(
		    &config->milestones, host, run, event, NULL);
	milestone_settle(&config->milestones, event);
	return host->emit(run, event);
}

static int
item(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *reading = arg;
	const struct sync *sync = reading->config;
	char end[DATES_TEXT], reason[REASON_ROOM] = "";
	const struct project_texts texts = {
		.name = event->project ? event->project : event->summary,
		.programme = item_value(extra, "programme"),
		.approval = item_value(extra, "approval"),
		.start = event->start,
		.end = last_day(event->end, end),
		.role = item_value(extra, "role"),
		.periods = item_value(extra, "periods"),
		.deliverables = item_value(extra, "deliverables"),
		.dates = sync->config->reading.dates,
	};
	int result;

	if (!texts.programme || !*texts.programme)
		return call(sync->config, event, reading->host, reading->run);
	result = emit(sync, &texts, event, reading->host, reading->run, reason);
	if (result != AMBIT_CONFIG)
		return result;
	return item_refuse(
	    reading->host, reading->run, event, extra->line, reason);
}

static int
own_emit(const struct sync *sync, const struct ambit_host *host,
    struct ambit_run *run)
{
	const struct config *config = sync->config;
	const struct project_texts texts = { config->project, config->programme,
		config->approval, config->start, config->end,
		project_roles[config->role], config->periods,
		config->deliverables };
	struct ambit_event event = { .size = sizeof event,
		.language = config->reading.language };
	char reason[REASON_ROOM] = "";
	int result = emit(sync, &texts, &event, host, run, reason);

	if (result == AMBIT_CONFIG)
		host->log(run, AMBIT_LOG_ERROR, reason);
	return result;
}

/* As text of its own: a reply goes with the next one. */
static int
rules_fetch(
    struct sync *sync, const struct ambit_host *host, struct ambit_run *run)
{
	const struct ambit_request request = { .size = sizeof request,
		.url = sync->config->rules };
	const struct ambit_reply *reply;
	int result = AMBIT_OK;

	if (request.url) {
		reply = host->fetch(run, &request);
		result = reply_result(reply, host, run);
		sync->rules = strndup(reply->body, reply->body_len);
	} else {
		sync->rules = strndup(programmes_text, programmes_text_len);
	}
	return sync->rules ? result : AMBIT_BUG;
}

int
projects_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;
	struct sync sync = { .config = config };
	int result = rules_fetch(&sync, host, run);

	(void)cursor;
	if (result == AMBIT_OK && config->project)
		result = own_emit(&sync, host, run);
	else if (result == AMBIT_OK)
		result = reading_run(&config->reading, &sync, host, run, item);
	free(sync.rules);
	return result;
}
