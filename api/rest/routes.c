/* SPDX-License-Identifier: Apache-2.0 */
/* Every route, and nothing else. api/openapi.json describes each. */
#include "base/cleanup.h"
#include "rest/call.h"

const struct route rest_routes[] = {
	{ HTTP_GET, "/", ACCESS_ANYONE, page, "What is on, for people" },
	{ HTTP_GET, "/feeds", ACCESS_ANYONE, feeds_list, "The feeds" },
	{ HTTP_GET, "/feeds/{id}.ics", ACCESS_ANYONE, feed_body, "A feed" },
	{ HTTP_GET, "/feeds/{family}/{id}.ics", ACCESS_ANYONE, feed_body,
	    "A feed of a network or a kind" },
	{ HTTP_GET, "/v1/events", ACCESS_ANYONE, events_list, "Events" },
	{ HTTP_GET, "/v1/events/{id}", ACCESS_ANYONE, event_item, "An event" },
	{ HTTP_GET, "/v1/sources", ACCESS_ANYONE, sources_list,
	    "Sources and their health" },
	{ HTTP_GET, "/v1/sources/{name}", ACCESS_ANYONE, source_item,
	    "A source, with what it could not read" },
	{ HTTP_POST, "/v1/sources/{name}/sync", ACCESS_LOCAL, source_sync,
	    "Sync a source now" },
	{ HTTP_GET, "/v1/plugins", ACCESS_ANYONE, plugins_list, "Plugins" },
	{ HTTP_GET, "/v1/plugins/{name}", ACCESS_ANYONE, plugin_item,
	    "A plugin and its keys" },
	{ HTTP_GET, "/v1/changes", ACCESS_ANYONE, changes_list,
	    "The log of changes" },
	{ HTTP_GET, "/healthz", ACCESS_ANYONE, health, "Is it alive?", true },
	{ HTTP_GET, "/readyz", ACCESS_ANYONE, readiness, "May it be asked?",
	    true },
	{ HTTP_GET, "/metrics", ACCESS_NEAR, metrics,
	    "Figures for a monitor, in Prometheus' text form" },
	{ HTTP_GET, "/openapi.json", ACCESS_ANYONE, openapi,
	    "This API's description", true },
	{ HTTP_GET, "/style.css", ACCESS_ANYONE, style, "The page's looks",
	    true },
	{ HTTP_GET, "/robots.txt", ACCESS_ANYONE, robots, "For crawlers",
	    true },
};

const size_t rest_nroutes = ARRAY_LEN(rest_routes);
