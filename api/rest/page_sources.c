/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page's section of sources: how each fares, what its last run brought,
 * and what of it could not be read, by name and with the reason. From the view
 * alone.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"
#include "rest/page_parts.h"
#include "source/health.h"

static const char *
state_of(const struct page *page, const struct view_source *source)
{
	if (source->health.last_attempt == 0)
		return words_mark("never");
	if (strcmp(source->health.result, "ok") != 0)
		return words_mark("Failing");
	if (source->health.held)
		return words_mark("Held for review");
	return view_source_stale(source, page->now) ? words_mark("Stale")
						    : words_mark("Fine");
}

/* Why it is stale: "nothing new for longer than usual". */
static void
add_state(struct page *page, const struct view_source *source)
{
	const struct source_health *health = &source->health;
	bool stale = view_source_stale(source, page->now);
	bool reached = page->now - health->last_success <= 2 * source->interval;

	page_add_text(
	    &page->body, words_get(page->language, state_of(page, source)));
	if (!stale)
		return;
	page_add_element(page, "small",
	    words_get(page->language,
		reached ? words_mark("Nothing new for longer than usual")
			: words_mark("Could not be read for too long")));
}

static void
add_day(struct page *page, int64_t utc)
{
	int64_t day = zone_day(feedset_zone(page->call->view->feeds), utc);

	buf_adds(&page->body, "</td><td>");
	if (utc)
		words_add_days(&page->body, page->language, day, day);
	else
		page_add_text(&page->body, words_get(page->language, "never"));
}

/* Before the next of several parts of a small line. */
static struct buf *
next_part(struct page *page, const char **between)
{
	buf_adds(&page->body, *between);
	*between = " · ";
	return &page->body;
}

/* "2 new · 1 moved" */
static void
add_run(struct page *page, const struct source_health *health)
{
	enum language language = page->language;
	const char *between = "<small>";

	if (health->created)
		words_add_plural(next_part(page, &between), language, "%1 new",
		    "%1 new", health->created, NULL);
	if (health->moved)
		words_add_plural(next_part(page, &between), language,
		    "%1 moved", "%1 moved", health->moved, NULL);
	if (health->cancelled)
		words_add_plural(next_part(page, &between), language,
		    "%1 cancelled", "%1 cancelled", health->cancelled, NULL);
	if (health->vanished)
		words_add_plural(next_part(page, &between), language, "%1 gone",
		    "%1 gone", health->vanished, NULL);
	if (*between == ' ')
		buf_adds(&page->body, "</small>");
}

static void
add_count(struct page *page, const struct source_health *health)
{
	int64_t drift = health_drift(health->events, health->usual);

	buf_addf(&page->body, "</td><td class=\"count\">%lld",
	    (long long)health->events);
	if (drift)
		buf_addf(
		    &page->body, "<small>%+lld%%</small>", (long long)drift);
}

/* The number of what was not read; opened, what and why. */
static void
add_quarantined(struct page *page, const struct view_source *source)
{
	buf_adds(&page->body, "</td><td>");
	if (source->quarantined.len == 0) {
		buf_adds(&page->body, "0");
		return;
	}
	buf_addf(&page->body, "<details><summary>%zu</summary><ul>",
	    source->quarantined.len);
	vec_each(&source->quarantined, item) {
		buf_adds(&page->body, "<li><b>");
		page_add_text(&page->body, item->name);
		buf_adds(&page->body, "</b> ");
		page_add_text(&page->body, item->reason);
		if (item->line) {
			char line[24];

			snprintf(
			    line, sizeof line, "%lld", (long long)item->line);
			buf_adds(&page->body, " <small>");
			words_add(&page->body, page->language, "line %1",
			    WORDS(line));
			buf_adds(&page->body, "</small>");
		}
		buf_adds(&page->body, "</li>");
	}
	buf_adds(&page->body, "</ul></details>");
}

static void
add_source(struct page *page, const struct view_source *source)
{
	const struct source_health *health = &source->health;

	buf_adds(&page->body, "<tr><th scope=\"row\">");
	page_add_text(&page->body, source->name);
	buf_adds(&page->body, "</th><td>");
	add_state(page, source);
	add_day(page, health->last_success);
	add_day(page, health->last_change);
	add_run(page, health);
	add_count(page, health);
	add_quarantined(page, source);
	buf_adds(&page->body, "</td></tr>\n");
}

void
page_add_sources(struct page *page)
{
	static const struct page_head heads[] = {
		{ words_mark("Source"), false },
		{ words_mark("State"), false },
		{ words_mark("Last update"), false },
		{ words_mark("Last news"), false },
		{ words_mark("Events"), true },
		{ words_mark("Not readable"), false },
	};

	buf_adds(&page->body, "<section id=\"sources\">\n");
	page_add_element(
	    page, "h2", words_get(page->language, "Where it comes from"));
	page_add_heads(page, heads, ARRAY_LEN(heads));
	vec_each(&page->call->view->sources, source)
		add_source(page, source);
	buf_adds(&page->body, "</tbody></table></div>\n</section>\n");
}
