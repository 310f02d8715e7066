/* SPDX-License-Identifier: Apache-2.0 */
/*
 * projects: what is due in EU co-funded projects. One project that is
 * configured here, or one in each row of a sheet that names its programme:
 * reports and deliverables, by the programme's rule. Anything else that is
 * read is a call: its deadlines.
 */
#include "ambit-plugin.h"
#include "projects/project.h"
#include "projects/sync.h"

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	KEY(AMBIT_STRING, project,
	    .help = "The project's short name, instead of url."),
	KEY(AMBIT_STRING, programme,
	    .help = "Its programme: interreg-europe, horizon-europe, life, "
		    "generic, or one of rules."),
	KEY(AMBIT_STRING, approval,
	    .help = "The day of its approval, such as 2026-03-01."),
	KEY(AMBIT_STRING, start, .help = "Its first day."),
	KEY(AMBIT_STRING, end, .help = "Its last day."),
	KEY(AMBIT_CHOICE, role, .fallback = "partner", .choices = project_roles,
	    .help = "Ours: the lead has the joint reports to see to."),
	KEY(AMBIT_STRING, periods,
	    .help = "Months of each reporting period, such as 18 18 12, where "
		    "the grant sets them."),
	KEY(AMBIT_STRING, deliverables,
	    .help = "Its deliverables with the month they are due: D1.1 6 "
		    "Data plan | D1.2 12 Pilot."),
	KEY(AMBIT_URL, rules,
	    .help = "The programmes' rules, instead of those built in."),
	KEY(AMBIT_STRING, calls,
	    .help = "Of a list of calls those in whose title or categories "
		    "one of these stands, separated by |; else all."),
	MILESTONE_KEYS(struct config, milestones),
	READING_KEYS(struct config, reading),
	{ .name = NULL },
};

static const char *
projects_check(const void *config_)
{
	const struct config *config = config_;
	const struct project_texts texts = { .start = config->start,
		.end = config->end,
		.approval = config->approval,
		.periods = config->periods,
		.dates = config->reading.dates };
	struct project project;
	char reason[REASON_ROOM];

	if (!config->project)
		return reading_check(&config->reading);
	if (config->reading.url || config->reading.urls)
		return "project is one project, url is a list: one of them";
	if (!config->programme)
		return "programme is needed: whose rules the project follows";
	if (project_read(&texts, &project, reason) < 0)
		return "start and end are needed: dates such as 2026-03-01, as "
		       "is approval; periods are months such as 18 18 12";
	return project.end < project.start ? "end is before start" : NULL;
}

static const char *const kinds[] = { "milestone", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "projects",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Reports, deliverables and calls of EU co-funded projects",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = projects_sync,
	.check = projects_check,
};
