/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET / and /style.css: what is on, for people, in their language; without
 * script, readable aloud and by keyboard. All that came from outside is
 * escaped.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "http/accept.h"
#include "model/bound.h"
#include "rest/files.h"
#include "rest/page_parts.h"
#include "rest/query.h"

#define DAYS_AHEAD 120
#define MOST_SHOWN 40

/* ----------------------------------------------------------------- events */

/* Whole days, as long as the office's calendar shows them; times, until they
 * are over. (A date's span is that of all the world.) */
static bool
is_coming(const struct page *page, const struct shown *shown)
{
	const struct zone *zone = feedset_zone(page->call->view->feeds);
	int64_t today = zone_day(zone, page->now);

	return !shown->row->times.all_day ||
	       (shown->at.end > today && shown->at.start < today + DAYS_AHEAD);
}

static int
expand(const struct series *series, void *arg)
{
	struct page *page = arg;
	struct span window = { page->now,
		page->now + (int64_t)DAYS_AHEAD * DAY_SECONDS };
	struct occurrence_row *rows = calloc(series->nrows, sizeof *rows);
	struct occurrence_vec found = VEC_INIT;

	for (size_t i = 0; rows && i < series->nrows; i++)
		rows[i] = (struct occurrence_row){ series->rows[i]->event,
			&series->rows[i]->times };
	if (!rows || occurrences_between(rows, series->nrows, window,
			 MOST_SHOWN, &found, NULL) == -ENOMEM)
		page->body.error = -ENOMEM;
	vec_each(&found, at) {
		struct shown shown = { *at, series->rows[at->row] };

		if (!page->all && !event_row_public(shown.row))
			continue;
		if (is_coming(page, &shown) && vec_push(&page->list, shown) < 0)
			page->body.error = -ENOMEM;
	}
	vec_free(&found);
	free(rows);
	return page->body.error;
}

static int
compare_shown(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	int order = occurrence_order(
	    &x->at, x->row->times.all_day, &y->at, y->row->times.all_day);

	return order ? order : strcmp(x->row->id, y->row->id);
}

/* "10:00–12:00 (Europe/Madrid)", the end only on the same day. */
static void
add_hours(struct page *page, const struct shown *shown)
{
	struct civil start = civil_from_wall(shown->at.start);
	struct civil end = civil_from_wall(shown->at.end);

	buf_addf(&page->body, ", %d:%02d", start.hour, start.minute);
	if (day_from_wall(shown->at.start) == day_from_wall(shown->at.end) &&
	    shown->at.start != shown->at.end)
		buf_addf(&page->body, "–%d:%02d", end.hour, end.minute);
	buf_adds(&page->body, " (");
	page_add_text(&page->body, shown->row->event->zone);
	buf_addc(&page->body, ')');
}

static void
add_time(struct page *page, const struct shown *shown)
{
	bool all_day = shown->row->times.all_day;
	int64_t first =
	    all_day ? shown->at.start : day_from_wall(shown->at.start);
	int64_t last =
	    all_day ? shown->at.end - 1 : day_from_wall(shown->at.end);
	char text[INSTANT_TEXT];

	buf_addf(&page->body, "<time datetime=\"%s\">",
	    all_day ? day_format(text, shown->at.start)
		    : instant_format(text, shown->at.span.start,
			  zone_offset(
			      shown->row->times.zone, shown->at.span.start)));
	words_add_days(
	    &page->body, page->language, first, last < first ? first : last);
	if (!all_day)
		add_hours(page, shown);
	buf_adds(&page->body, "</time>");
}

/* A source may give any text for an address: only what leads to a page. */
static bool
leads_to_page(const char *url)
{
	return url && (strncasecmp(url, "https://", 8) == 0 ||
			  strncasecmp(url, "http://", 7) == 0);
}

static void
add_title(struct page *page, const struct event *event)
{
	bool link = leads_to_page(event->url);

	buf_adds(&page->body, "<span class=\"title\"");
	if (event->language) {
		buf_adds(&page->body, " lang=\"");
		page_add_text(&page->body, event->language);
		buf_addc(&page->body, '"');
	}
	buf_addc(&page->body, '>');
	if (link) {
		buf_adds(&page->body, "<a rel=\"noreferrer\" href=\"");
		page_add_text(&page->body, event->url);
		buf_adds(&page->body, "\">");
	}
	page_add_text(&page->body, event->summary);
	buf_adds(&page->body, link ? "</a></span>" : "</span>");
}

/* "UCLG · World Council · The Hague, NL" */
static void
add_where(struct page *page, const struct event *event)
{
	const char *parts[2 + EVENT_WHERE] = { event->network, event->organ };
	size_t n = 2 + event_where(event, parts + 2);
	const char *between = "";

	buf_adds(&page->body, "<span class=\"where\">");
	for (size_t i = 0; i < n; i++) {
		if (!parts[i])
			continue;
		buf_adds(&page->body, between);
		page_add_text(&page->body, parts[i]);
		between = " · ";
	}
	buf_adds(&page->body, "</span>");
}

static void
add_shown(struct page *page, const struct shown *shown)
{
	enum event_status status = event_row_status(shown->row);
	bool cancelled = status == EVENT_CANCELLED;

	buf_addf(
	    &page->body, "<li%s>", cancelled ? " class=\"cancelled\"" : "");
	add_time(page, shown);
	buf_adds(&page->body, "<div>");
	if (cancelled || status == EVENT_TENTATIVE) {
		buf_adds(&page->body, "<span class=\"mark\">");
		page_add_text(&page->body,
		    words_get(page->language, cancelled
						  ? words_mark("Cancelled")
						  : words_mark("Tentative")));
		buf_adds(&page->body, "</span> ");
	}
	add_title(page, shown->row->event);
	add_where(page, shown->row->event);
	buf_adds(&page->body, "</div></li>\n");
}

static void
add_upcoming(struct page *page)
{
	struct span window = { page->now,
		page->now + (int64_t)DAYS_AHEAD * DAY_SECONDS };

	snapshot_between(page->call->view->events, window, expand, page);
	if (page->list.len)
		qsort(page->list.items, page->list.len,
		    sizeof *page->list.items, compare_shown);
	buf_adds(&page->body, "<section id=\"events\">\n");
	page_add_element(page, "h2", words_get(page->language, "Coming up"));
	if (page->list.len == 0)
		page_add_element(page, "p",
		    words_get(page->language,
			"Nothing is planned for the next months."));
	buf_adds(&page->body, "\n<ol class=\"events\">\n");
	for (size_t i = 0; i < page->list.len && i < MOST_SHOWN; i++)
		add_shown(page, &page->list.items[i]);
	buf_adds(&page->body, "</ol>\n</section>\n");
}

/* ------------------------------------------------------------------ feeds */

/* Host is what the reader's browser calls this server. */
static void
add_feed(struct page *page, const struct feed *feed)
{
	const char *host = http_header(page->request, "Host");

	buf_adds(&page->body, "<tr><th scope=\"row\">");
	page_add_text(&page->body, feed_title_in(feed, page->language));
	buf_addf(&page->body, "</th><td class=\"count\">%zu</td><td>",
	    feed_events(feed));
	buf_adds(&page->body, "<a href=\"webcal://");
	page_add_text(&page->body, host);
	buf_addf(&page->body, "/feeds/%s.ics\">", feed_id(feed));
	page_add_text(&page->body, words_get(page->language, "Subscribe"));
	buf_addf(&page->body, "</a></td><td><a href=\"/feeds/%s.ics\">",
	    feed_id(feed));
	page_add_text(&page->body, words_get(page->language, ".ics address"));
	buf_adds(&page->body, "</a></td></tr>\n");
}

static void
add_feeds(struct page *page)
{
	static const struct page_head heads[] = {
		{ words_mark("Calendar"), false },
		{ words_mark("Events"), true },
		{ words_mark("Subscribe"), false },
		{ words_mark(".ics address"), false },
	};
	const struct feedset *feeds = page->call->view->feeds;
	const struct feed *public = feedset_find(feeds, "public");

	buf_adds(&page->body, "<section id=\"feeds\">\n");
	page_add_element(
	    page, "h2", words_get(page->language, "Calendars to subscribe to"));
	page_add_element(page, "p",
	    words_get(page->language,
		"Subscribe in Outlook, Google, Apple or Thunderbird: "
		"the calendar keeps itself up to date."));
	page_add_heads(page, heads, ARRAY_LEN(heads));
	add_feed(page, public);
	for (size_t i = 0; i < feedset_count(feeds); i++)
		if (feedset_at(feeds, i) != public)
			add_feed(page, feedset_at(feeds, i));
	buf_adds(&page->body, "</tbody></table></div>\n</section>\n");
}

/* ------------------------------------------------------------------- page */

static void
add_languages(struct page *page)
{
	buf_addf(&page->body, "<nav aria-label=\"%s\"><ul>",
	    words_get(page->language, "Languages"));
	for (int i = 0; i < LANGUAGES; i++)
		buf_addf(&page->body,
		    "<li><a lang=\"%s\" href=\"/?lang=%s\"%s>%s</a></li>",
		    language_tags[i], language_tags[i],
		    i == (int)page->language ? " aria-current=\"true\"" : "",
		    language_names[i]);
	buf_adds(&page->body, "</ul></nav>\n");
}

static void
add_head(struct page *page)
{
	buf_addf(&page->body,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<title>%s · Ambit</title>\n"
	    "<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#events\">%s</a>\n"
	    "<header>\n<h1>%s</h1>\n<p>%s</p>\n",
	    language_tags[page->language],
	    words_get(page->language, "International agenda"),
	    words_get(page->language, "Skip to the content"),
	    words_get(page->language, "International agenda"),
	    words_get(page->language,
		"Meetings, congresses and forums of the networks of cities."));
	add_languages(page);
	buf_adds(&page->body, "</header>\n<main>\n");
}

static void
add_page(struct page *page)
{
	add_head(page);
	add_upcoming(page);
	add_feeds(page);
	if (authorize_all(&page->call->caller, VERB_READ, OBJECT_SOURCE))
		page_add_sources(page);
	buf_adds(&page->body, "</main>\n<footer><p><a href=\"/openapi.json\">");
	page_add_text(
	    &page->body, words_get(page->language,
			     "For programs: the API and its description"));
	buf_adds(&page->body, "</a></p></footer>\n</body>\n</html>\n");
}

/* ?lang= if it is given, else what the browser would rather have. */
static enum language
language_of(struct query *query)
{
	const char *lang = query_text(query, "lang");
	int choice = lang ? choice_parse(language_tags, lang) : -1;

	if (lang && choice < 0)
		invalid_add(
		    &query->invalid, "lang", "Write one of: ca, es, en.");
	if (choice >= 0)
		return (enum language)choice;
	return (enum language)accept_language(
	    http_header(query->request, "Accept-Language"), language_tags,
	    LANGUAGES, LANGUAGE_CA);
}

static void
reply_text(const struct http_request *request, struct http_reply *reply,
    const char *type, struct buf *body)
{
	reply_json(request, reply, body);
	http_reply_header(reply, "Content-Type", type);
}

void
page(const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "lang", NULL };
	const struct rest_call *call = arg;
	struct page page = { .request = request,
		.call = call,
		.now = clock_now(call->rest->clock),
		.all = call_sees_all(call) };
	struct query query;

	query_start(&query, request, parameters);
	page.language = language_of(&query);
	if (query_refused(&query, reply))
		return;
	add_page(&page);
	http_reply_header(reply, "Vary", "Accept-Language");
	reply_text(request, reply, "text/html; charset=utf-8", &page.body);
	buf_free(&page.body);
	vec_free(&page.list);
}

void
style(const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	(void)arg;
	buf_add(&body, style_text, style_text_len);
	reply_text(request, reply, "text/css; charset=utf-8", &body);
}
