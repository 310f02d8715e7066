/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a person or a team is not free, and nothing else of it (VFREEBUSY):
 * at a secret address (/feeds/my/{secret}.ifb), or for who has a token of a
 * role that may know (/feeds/busy/person/{id}.ifb, /feeds/busy/team/{id}.ifb).
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "calendars/freebusy.h"
#include "http/conditional.h"
#include "model/bound.h"
#include "office/access.h"
#include "office/agenda.h"
#include "rest/own_feeds.h"
#include "rest/query.h"

#define PRODUCT "-//Ambit//Ambit//EN"

VEC_TYPE(busies, struct busy);

/* As far as feeds go, in whole days. */
static struct span
window_of(const struct rest_call *call)
{
	struct feed_options options = feedset_options(call->view->feeds);
	const struct zone *zone = feedset_zone(call->view->feeds);
	int64_t today = zone_day(zone, clock_now(call->rest->clock));

	return (struct span){
		.start = zone_midnight(zone, today - options.days_back),
		.end = zone_midnight(
		    zone, today + options.months_ahead * INT64_C(31)),
	};
}

static int
gather(const struct rest_call *call, const char *person, const char *team,
    struct busies *out, struct err *err)
{
	struct agenda agenda = { .records = call->view->records,
		.events = call->view->events,
		.zones = call->rest->zones,
		.zone = feedset_zone(call->view->feeds) };
	struct busy_times times = VEC_INIT;
	int rc = agenda_busy(&agenda, person, team, &times, err);

	vec_each(&times, time) {
		struct busy busy = { time->span, time->tentative
						     ? BUSY_TENTATIVE
						 : time->away ? BUSY_UNAVAILABLE
							      : BUSY };

		if (rc == 0 && vec_push(out, busy) < 0)
			rc = err_set(err, -ENOMEM, "busy times: no memory");
	}
	vec_free(&times);
	return rc;
}

/* Tells nothing of whose it is: the name is a digest. */
static void
send(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, const char *person, const char *team)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	struct busies busies = VEC_INIT;
	const struct zone *zone;
	char uid[PUBLISHED_UID];
	struct freebusy freebusy = { .product = PRODUCT, .uid = uid };
	struct err err = ERR_INIT;

	if (gather(call, person, team, &busies, &err) < 0) {
		vec_free(&busies);
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "This cannot be told just now.");
		return;
	}
	published_uid(uid, person ? "busy person" : "busy team",
	    person ? person : team,
	    feedset_options(call->view->feeds).uid_domain);
	freebusy.window = window_of(call);
	zone = feedset_zone(call->view->feeds);
	freebusy.modified =
	    zone_midnight(zone, zone_day(zone, clock_now(call->rest->clock)));
	freebusy.busy = busies.items;
	freebusy.nbusy = busies.len;
	freebusy_add(&body, &freebusy);
	vec_free(&busies);
	reply_bytes(
	    request, reply, &body, "text/calendar; charset=utf-8", "private");
}

void
own_busy(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	const struct token *token;

	if (query_any(request, reply))
		return;
	token = own_feed_token(request, reply, call, true);
	if (!token)
		return;
	if (token->person || (token->teams && token->teams[0]))
		send(request, reply, call, token->person,
		    token->person ? NULL : token->teams[0]);
	else /* it was revoked */
		problem_reply(reply, PROBLEM_GONE,
		    "This address was revoked: ask the office for another.");
}

/* Is there such a one, of the caller's as far as the role asks for that? */
static bool
may_know(const struct rest_call *call, bool person, const char *id)
{
	const struct caller *caller = &call->caller;
	struct object object = {
		.kind = OBJECT_BUSY,
		.own = person ? person_is_own(caller, call->view->records, id)
			      : texts_have(caller->teams, id),
	};

	return records_get(call->view->records,
		   person ? FAMILY_PERSON : FAMILY_TEAM, id) &&
	       authorize(caller, VERB_READ, &object) == AUTHORIZED;
}

void
busy_of(const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	const char *family = http_path_value(request, "family");
	const char *id = http_path_value(request, "id");
	bool person = strcmp(family, "person") == 0;

	if (query_any(request, reply))
		return;
	if ((!person && strcmp(family, "team") != 0) ||
	    !may_know(call, person, id))
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no such person or team.");
	else
		send(request, reply, call, person ? id : NULL,
		    person ? NULL : id);
}
