/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /feeds/my/{secret}.ics: the feed of whoever has that address, and of
 * nobody else's: its token says what is in it (office/agenda.h), and a
 * parameter can only take away from that.
 *
 * Feeds are made when they are asked for, and the latest are kept while what
 * they were made of is in force. A revoked or expired address tells so in one
 * event for a time, then is gone (410); one that never was is 404.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/agenda.h"
#include "rest/auth.h"
#include "rest/feed_send.h"
#include "rest/own_feeds.h"
#include "store/changes.h"

#define KEPT 64

struct own_feed {
	const struct token *token; /* the records' */
	int kind;
	struct records *records;
	struct snapshot *events; /* of everybody's */
	struct snapshot *own;    /* of what is in the feed */
	int64_t revision;        /* of the log: for what tells conflicts */
	struct feedset *set;
	int64_t today;
	int language;
	bool taken; /* the token was, else it tells that it is over */
	uint64_t asked;
};

struct own_feeds {
	struct own_feed list[KEPT];
	uint64_t asked;
};

struct own_feeds *
own_feeds_new(void)
{
	return calloc(1, sizeof(struct own_feeds));
}

static void
forget(struct own_feed *feed)
{
	records_unref(feed->records);
	snapshot_unref(feed->events);
	snapshot_unref(feed->own);
	feedset_unref(feed->set);
	*feed = (struct own_feed){ .token = NULL };
}

void
own_feeds_free(struct own_feeds *feeds)
{
	for (size_t i = 0; feeds && i < KEPT; i++)
		forget(&feeds->list[i]);
	free(feeds);
}

/* ---- making ----------------------------------------------------------- */

static int
snapshot_of(
    const struct agenda_series *list, struct snapshot **out, struct err *err)
{
	CLEANUP(snapshot_unrefp) struct snapshot *empty = NULL;
	struct series_change *changes = calloc(list->len + 1, sizeof *changes);
	int rc;

	if (!changes)
		return err_set(err, -ENOMEM, "a feed: no memory");
	for (size_t i = 0; i < list->len; i++)
		changes[i].after = list->items[i];
	rc = snapshot_empty(&empty, err);
	if (rc == 0)
		rc = snapshot_apply(empty, changes, list->len, out, err);
	free(changes);
	return rc;
}

/* Conflicts come and go without a record or an event being another. */
static int64_t
revision_of(const struct rest_call *call, const struct token *token)
{
	switch ((enum token_feed)token->feed) {
	case FEED_OF_TEAM:
	case FEED_OF_PERSON:
	case FEED_OF_COUNCIL:
	case FEED_OF_COORDINATOR:
		return call->view->revision;
	default:
		return 0;
	}
}

static int
build(const struct rest_call *call, const struct token *token, int kind,
    int language, struct own_feed *out, struct err *err)
{
	CLEANUP(agenda_series_free) struct agenda_series list = VEC_INIT;
	struct feed_options options = feedset_options(call->view->feeds);
	struct agenda agenda = { token, call->view->records, call->view->events,
		call->view->plan, call->rest->zones,
		feedset_zone(call->view->feeds), kind, call->rest->reader,
		options.language, options.base_url };
	int64_t seq, at = 0, now = clock_now(call->rest->clock);

	options.title = token->label;
	if (language >= 0)
		agenda.language = options.language = (enum language)language;
	if (call_takes(call, token)) {
		if (agenda_of(&agenda, &list, err) < 0)
			return err->code;
	} else if (agenda_revoked(&agenda, options.language,
		       options.cancelled_days, &list, err) < 0) {
		return err->code;
	}
	if (snapshot_of(&list, &out->own, err) < 0 ||
	    changes_last(call->rest->reader, &seq, &at, err) < 0 ||
	    feedset_build(out->own, &options, call->rest->zones, now, at,
		&out->set, err) < 0)
		return err->code;
	out->token = token;
	out->kind = kind;
	out->revision = revision_of(call, token);
	out->records = records_ref(call->view->records);
	out->events = snapshot_ref(call->view->events);
	out->today = feedset_today(call->view->feeds);
	out->language = language;
	out->taken = call_takes(call, token);
	return 0;
}

/* The kept one that is of the view, or the oldest, made anew. */
static struct own_feed *
find(const struct rest_call *call, const struct token *token, int kind,
    int language, struct err *err)
{
	struct own_feeds *feeds = call->rest->own_feeds;
	int64_t today = feedset_today(call->view->feeds);
	bool taken = call_takes(call, token);
	struct own_feed *oldest = &feeds->list[0], *feed;

	for (feed = feeds->list; feed < feeds->list + KEPT; feed++) {
		if (feed->token == token && feed->kind == kind &&
		    feed->records == call->view->records &&
		    feed->events == call->view->events &&
		    feed->revision == revision_of(call, token) &&
		    feed->today == today && feed->language == language &&
		    feed->taken == taken)
			break;
		if (feed->asked < oldest->asked)
			oldest = feed;
	}
	if (feed == feeds->list + KEPT) {
		feed = oldest;
		forget(feed);
		if (build(call, token, kind, language, feed, err) < 0) {
			forget(feed);
			return NULL;
		}
	}
	feed->asked = ++feeds->asked;
	return feed;
}

/* ---- answering -------------------------------------------------------- */

/* Is it over, and the time to tell so too? */
static bool
is_gone(const struct rest_call *call, const struct token *token)
{
	int64_t now = clock_now(call->rest->clock), end;
	int64_t grace = feedset_options(call->view->feeds).cancelled_days;

	if (call_takes(call, token))
		return false;
	end = token_ended(token, feedset_zone(call->view->feeds));
	return now >= end + grace * DAY_SECONDS;
}

const struct token *
own_feed_token(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, bool busy)
{
	const struct token *token =
	    auth_token(call->view, http_path_value(request, "secret"));

	if (!token || !token->feed || (token->feed == FEED_OF_BUSY) != busy) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no feed at this address.");
		return NULL;
	}
	if (is_gone(call, token)) {
		problem_reply(reply, PROBLEM_GONE,
		    "This address was revoked: ask the office for another.");
		return NULL;
	}
	return auth_use(request, reply, call, token->id) ? token : NULL;
}

static void
send_one(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, struct own_feed *own,
    const struct feed_variant *variant)
{
	int64_t now = clock_now(call->rest->clock);
	const struct feed *plain = feedset_find(own->set, FEED_OWN);
	struct feed *made = NULL;
	struct err err = ERR_INIT;

	if (feed_variant_is_plain(variant)) {
		feed_send(request, reply, (struct feed *)plain, now, true);
	} else if (feedset_variant(
		       own->set, own->own, plain, variant, &made, &err) == 0) {
		feed_send(request, reply, made, now, true);
		feed_unref(made);
	} else {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory for this feed just now.");
	}
}

void
own_feed(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const names[] = { FEED_PARAMETERS, "kind", NULL };
	const struct rest_call *call = arg;
	struct feed_variant variant;
	const struct token *token;
	struct own_feed *own;
	struct err err = ERR_INIT;
	struct query query;
	int kind;

	query_start(&query, request, names);
	feed_read_variant(&query, &variant);
	kind = query_choice(&query, "kind", event_kind_words);
	if (query_refused(&query, reply))
		return;
	token = own_feed_token(request, reply, call, false);
	if (!token)
		return;
	own = find(call, token, kind, variant.language, &err);
	if (own)
		send_one(request, reply, call, own, &variant);
	else
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "This feed cannot be made just now.");
}
