/* SPDX-License-Identifier: Apache-2.0 */
/* Every route, and nothing else. api/openapi.json describes each. */
#include "base/cleanup.h"
#include "office/authorize.h"
#include "rest/write.h"
#include "schedule/life.h"

/* For whom office/authorize.h lets do that to one of these. */
#define CALLER(verb_, object_) .verb = VERB_##verb_, .object = OBJECT_##object_

/* A family's routes. one: "a team"; many: "Teams". */
#define FAMILY(NAME, path, one, many, kind) \
	{ HTTP_GET, "/v1/" path, ACCESS_CALLER, records_list, many, \
		.detail = &record_change_ops[FAMILY_##NAME], \
		CALLER(READ, kind) }, \
	    { HTTP_POST, "/v1/" path, ACCESS_CALLER, write_route, "Add " one, \
		    .detail = &record_create_ops[FAMILY_##NAME], \
		    CALLER(CREATE, kind) }, \
	    { HTTP_GET, "/v1/" path "/{id}", ACCESS_CALLER, record_item, \
		    "Show " one, .detail = &record_change_ops[FAMILY_##NAME], \
		    CALLER(READ, kind) }, \
	    { HTTP_PATCH, "/v1/" path "/{id}", ACCESS_CALLER, write_route, \
		    "Change " one, \
		    .detail = &record_change_ops[FAMILY_##NAME], \
		    CALLER(CHANGE, kind) }, \
	{ \
		HTTP_DELETE, "/v1/" path "/{id}", ACCESS_CALLER, write_route, \
		    "Remove " one, \
		    .detail = &record_remove_ops[FAMILY_##NAME], \
		    CALLER(REMOVE, kind) \
	}

/* A step of a mission's life; who may take it at all is the verb's to say. */
#define STEP(ACTION, path, verb, summary) \
	{ \
		HTTP_POST, "/v1/missions/{id}/" path, ACCESS_CALLER, \
		    write_route, summary, \
		    .detail = &mission_step_ops[LIFE_##ACTION], \
		    CALLER(verb, MISSION) \
	}

const struct route rest_routes[] = {
	{ HTTP_GET, "/", ACCESS_ANYONE, page, "What is on, for people" },
	{ HTTP_GET, "/feeds", ACCESS_ANYONE, feeds_list, "The feeds" },
	{ HTTP_GET, "/feeds/{id}.ics", ACCESS_ANYONE, feed_body, "A feed" },
	{ HTTP_GET, "/feeds/{family}/{id}.ics", ACCESS_ANYONE, feed_body,
	    "A feed of a network or a kind" },
	{ HTTP_GET, "/feeds/my/{secret}.ics", ACCESS_ANYONE, own_feed,
	    "A feed at an address of its own" },
	{ HTTP_GET, "/feeds/my/{secret}.ifb", ACCESS_ANYONE, own_busy,
	    "When somebody is not free, at an address of its own" },
	{ HTTP_GET, "/feeds/busy/{family}/{id}.ifb", ACCESS_CALLER, busy_of,
	    "When a person or a team is not free", CALLER(READ, BUSY) },
	{ HTTP_GET, "/v1/events", ACCESS_ANYONE, events_list, "Events" },
	{ HTTP_GET, "/v1/events/{id}", ACCESS_ANYONE, event_item, "An event" },
	{ HTTP_POST, "/v1/events", ACCESS_CALLER, write_route,
	    "Add an event of our own", .detail = &event_create_op,
	    CALLER(CREATE, EVENT) },
	{ HTTP_PATCH, "/v1/events/{id}", ACCESS_CALLER, write_route,
	    "Edit an event of our own", .detail = &event_edit_op,
	    CALLER(CHANGE, EVENT) },
	{ HTTP_POST, "/v1/events/{id}/cancel", ACCESS_CALLER, write_route,
	    "Cancel an event of our own", .detail = &event_cancel_op,
	    CALLER(CANCEL, EVENT) },
	{ HTTP_GET, "/v1/sources", ACCESS_CALLER, sources_list,
	    "Sources and their health", CALLER(READ, SOURCE) },
	{ HTTP_GET, "/v1/sources/{name}", ACCESS_CALLER, source_item,
	    "A source, with what it could not read, its runs and what "
	    "changed",
	    CALLER(READ, SOURCE) },
	{ HTTP_POST, "/v1/sources/{name}/sync", ACCESS_CALLER, source_sync,
	    "Sync a source now", CALLER(COORDINATE, SOURCE) },
	{ HTTP_GET, "/v1/plugins", ACCESS_CALLER, plugins_list, "Plugins",
	    CALLER(READ, SOURCE) },
	{ HTTP_GET, "/v1/plugins/{name}", ACCESS_CALLER, plugin_item,
	    "A plugin and its keys", CALLER(READ, SOURCE) },
	{ HTTP_GET, "/v1/conflicts", ACCESS_CALLER, conflicts_list, "Conflicts",
	    .detail = conflicts_family, CALLER(READ, CONFLICT) },
	{ HTTP_GET, "/v1/conflicts/{id}", ACCESS_CALLER, conflict_item,
	    "A conflict", .detail = conflicts_family, CALLER(READ, CONFLICT) },
	{ HTTP_POST, "/v1/conflicts/{id}/waive", ACCESS_CALLER, write_route,
	    "Waive a conflict", .detail = &conflict_waive_op,
	    CALLER(COORDINATE, CONFLICT) },
	{ HTTP_POST, "/v1/conflicts/{id}/merge", ACCESS_CALLER, write_route,
	    "Merge two events", .detail = &conflict_merge_op,
	    CALLER(COORDINATE, CONFLICT) },
	{ HTTP_POST, "/v1/conflicts/{id}/keep-apart", ACCESS_CALLER,
	    write_route, "Keep two events apart", .detail = &conflict_apart_op,
	    CALLER(COORDINATE, CONFLICT) },
	{ HTTP_POST, "/v1/conflicts/{id}/undo", ACCESS_CALLER, write_route,
	    "Undo waiving, merging or keeping apart",
	    .detail = &conflict_undo_op, CALLER(COORDINATE, CONFLICT) },
	{ HTTP_GET, "/v1/conflicts/{id}/proposals", ACCESS_CALLER, write_route,
	    "Ways out of a conflict", .detail = &conflict_propose_op,
	    CALLER(READ, CONFLICT) },
	{ HTTP_GET, "/v1/resolutions", ACCESS_CALLER, resolutions_list,
	    "Resolutions", CALLER(READ, RESOLUTION) },
	{ HTTP_POST, "/v1/resolutions", ACCESS_CALLER, write_route,
	    "Resolve a period", .detail = &resolution_create_op,
	    CALLER(CREATE, RESOLUTION) },
	{ HTTP_POST, "/v1/resolutions/{id}/cancel", ACCESS_CALLER, write_route,
	    "End resolving with the best plan so far",
	    .detail = &resolution_cancel_op, CALLER(COORDINATE, RESOLUTION) },
	{ HTTP_GET, "/v1/resolutions/{id}", ACCESS_CALLER, resolution_item,
	    "A resolution", CALLER(READ, RESOLUTION) },
	{ HTTP_GET, "/v1/resolutions/{id}/missions/{mission}", ACCESS_CALLER,
	    resolution_why, "Why a mission stands in a plan as it does",
	    CALLER(READ, RESOLUTION) },
	{ HTTP_POST, "/v1/resolutions/{id}/apply", ACCESS_CALLER, write_route,
	    "Apply a proposal or a plan", .detail = &resolution_apply_op,
	    CALLER(COORDINATE, RESOLUTION) },
	{ HTTP_POST, "/v1/resolutions/{id}/undo", ACCESS_CALLER, write_route,
	    "Take back what was applied", .detail = &resolution_undo_op,
	    CALLER(COORDINATE, RESOLUTION) },
	{ HTTP_GET, "/v1/synergies", ACCESS_CALLER, conflicts_list, "Synergies",
	    .detail = synergies_family, CALLER(READ, SYNERGY) },
	{ HTTP_GET, "/v1/synergies/{id}", ACCESS_CALLER, conflict_item,
	    "A synergy", .detail = synergies_family, CALLER(READ, SYNERGY) },
	{ HTTP_POST, "/v1/synergies/{id}/accept", ACCESS_CALLER, write_route,
	    "Make use of a synergy", .detail = &synergy_accept_op,
	    CALLER(COORDINATE, SYNERGY) },
	{ HTTP_POST, "/v1/synergies/{id}/dismiss", ACCESS_CALLER, write_route,
	    "Dismiss a synergy", .detail = &synergy_dismiss_op,
	    CALLER(COORDINATE, SYNERGY) },
	{ HTTP_POST, "/v1/synergies/{id}/undo", ACCESS_CALLER, write_route,
	    "Undo accepting or dismissing", .detail = &conflict_undo_op,
	    CALLER(COORDINATE, SYNERGY) },
	{ HTTP_GET, "/v1/changes", ACCESS_ANYONE, changes_list,
	    "The log of changes" },
	{ HTTP_GET, "/v1/events/{id}/score", ACCESS_CALLER, event_score,
	    "What an event is worth by the plan", CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/plan", ACCESS_CALLER, plan_item, "The plan in force",
	    CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/plan/coverage", ACCESS_CALLER, plan_coverage_list,
	    "What the plan has reached, line by line", CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/lines", ACCESS_CALLER, plan_list, "Lines of the plan",
	    .detail = "lines", CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/lines/{id}", ACCESS_CALLER, plan_part, "Show a line",
	    .detail = "lines", CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/regions", ACCESS_CALLER, plan_list,
	    "Regions of the plan", .detail = "regions", CALLER(READ, PLAN) },
	{ HTTP_GET, "/v1/regions/{id}", ACCESS_CALLER, plan_part,
	    "Show a region", .detail = "regions", CALLER(READ, PLAN) },
	{ HTTP_POST, "/v1/import", ACCESS_CALLER, write_route,
	    "Add and change many records at once", .detail = &import_op,
	    CALLER(CREATE, IMPORT) },
	FAMILY(COUNCIL, "councils", "a council", "Councils", BODY),
	FAMILY(TEAM, "teams", "a team", "Teams", BODY),
	FAMILY(PERSON, "people", "a person", "People", PERSON),
	{ HTTP_POST, "/v1/people/{id}/erase", ACCESS_CALLER, write_route,
	    "Take a person out of the store, for good",
	    .detail = &person_erase_op, CALLER(REMOVE, PERSON) },
	FAMILY(NETWORK, "networks", "a network", "Networks of cities", BODY),
	FAMILY(PROJECT, "projects", "a project", "Projects", BODY),
	FAMILY(RESOURCE, "resources", "a resource", "Resources", RESOURCE),
	FAMILY(BUDGET, "budgets", "a budget", "Budgets", BUDGET),
	FAMILY(ABSENCE, "absences", "an absence", "Absences", ABSENCE),
	FAMILY(HOLIDAY, "holidays", "a holiday", "Holidays", BODY),
	FAMILY(OVERLAY, "overlays", "an overlay", "Overlays", EVENT),
	FAMILY(SESSION, "sessions", "a session", "Sessions of ours", EVENT),
	{ HTTP_GET, "/v1/tokens", ACCESS_CALLER, records_list, "Tokens",
	    .detail = &token_change_op, CALLER(READ, TOKEN) },
	{ HTTP_POST, "/v1/tokens", ACCESS_CALLER, write_route, "Make a token",
	    .detail = &token_create_op, CALLER(CREATE, TOKEN) },
	{ HTTP_GET, "/v1/tokens/{id}", ACCESS_CALLER, record_item,
	    "Show a token", .detail = &token_change_op, CALLER(READ, TOKEN) },
	{ HTTP_PATCH, "/v1/tokens/{id}", ACCESS_CALLER, write_route,
	    "Change a token's label or expiry", .detail = &token_change_op,
	    CALLER(CHANGE, TOKEN) },
	{ HTTP_DELETE, "/v1/tokens/{id}", ACCESS_CALLER, write_route,
	    "Revoke a token", .detail = &token_revoke_op,
	    CALLER(REMOVE, TOKEN) },
	{ HTTP_GET, "/v1/missions", ACCESS_CALLER, records_list, "Missions",
	    .detail = &mission_create_op, CALLER(READ, MISSION) },
	{ HTTP_POST, "/v1/missions", ACCESS_CALLER, write_route,
	    "Register a mission", .detail = &mission_create_op,
	    CALLER(CREATE, MISSION) },
	{ HTTP_GET, "/v1/missions/{id}", ACCESS_CALLER, mission_item,
	    "Show a mission", CALLER(READ, MISSION) },
	{ HTTP_GET, "/v1/missions/{id}/journeys", ACCESS_CALLER,
	    mission_journeys, "How those who go get there",
	    CALLER(READ, MISSION) },
	{ HTTP_PATCH, "/v1/missions/{id}", ACCESS_CALLER, write_route,
	    "Amend a mission", .detail = &mission_amend_op,
	    CALLER(CHANGE, MISSION) },
	STEP(SUBMIT, "submit", SUBMIT, "Submit a mission"),
	STEP(ENDORSE, "endorse", ENDORSE, "Endorse a mission"),
	STEP(RETURN, "return", ENDORSE, "Return a mission to its team"),
	STEP(AUTHORISE, "authorise", AUTHORISE, "Authorise a mission"),
	STEP(REJECT, "reject", AUTHORISE, "Reject a mission"),
	STEP(WITHDRAW, "withdraw", SUBMIT, "Withdraw a mission"),
	STEP(CANCEL, "cancel", CANCEL, "Cancel a mission"),
	STEP(REPORT, "report", REPORT, "Report on a mission, which closes it"),
	STEP(ACCEPT, "accept", COORDINATE,
	    "Accept a delegation that wants to come"),
	STEP(DECLINE, "decline", COORDINATE, "Decline a delegation"),
	STEP(PROGRAMME, "programme", CHANGE, "Settle a delegation's programme"),
	{ HTTP_POST, "/v1/tokens/{id}/link", ACCESS_CALLER, write_route,
	    "Make a link that signs in once", .detail = &token_link_op,
	    CALLER(CHANGE, TOKEN) },
	{ HTTP_GET, "/v1/session", ACCESS_ANYONE, session_show,
	    "Who is signed in" },
	{ HTTP_POST, "/v1/session", ACCESS_ANYONE, write_route, "Sign in",
	    .detail = &sign_in_op },
	{ HTTP_DELETE, "/v1/session", ACCESS_ANYONE, write_route, "Sign out",
	    .detail = &sign_out_op },
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
