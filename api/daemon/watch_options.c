/* SPDX-License-Identifier: Apache-2.0 */
/* A picture's options by the configuration. */
#include "base/date.h"
#include "daemon/watch.h"
#include "model/bound.h"

#define YEARS_BACK 1 /* of the horizon, where there is no plan */
#define YEARS_AHEAD 3
#define YEAR_DAYS 366

/* The years of the plan, by the office's days, or some around today. */
static struct span
horizon(const struct plan *plan, const struct zone *zone, int64_t now)
{
	int64_t start, end;

	if (plan && day_parse(plan->start, &start) == 0 &&
	    day_parse(plan->end, &end) == 0)
		return days_within(zone, start, end);
	return (struct span){ now - YEARS_BACK * YEAR_DAYS * DAY_SECONDS,
		now + YEARS_AHEAD * YEAR_DAYS * DAY_SECONDS };
}

void
watch_options(const struct config *config, struct zones *zones,
    const struct places *places, int64_t now, struct picture_options *out)
{
	const struct config_rules *rules = &config->rules;
	struct world_settings *settings = &out->settings;

	*out = picture_options_default;
	*settings = world_settings_default;
	settings->travel = config->travel;
	settings->slack = rules->slack;
	settings->core_start = rules->core_start;
	settings->core_end = rules->core_end;
	settings->high_score = rules->high_score;
	settings->clash_people = rules->clash_people;
	settings->rank_gap = rules->rank_gap;
	settings->lead_days = rules->lead_days;
	settings->leg_seniors = rules->leg_seniors;
	settings->leg_staff = rules->leg_staff;
	settings->fatigue_days = rules->fatigue_days;
	settings->fatigue_window = rules->fatigue_window;
	settings->deputy_days = rules->deputy_days;
	settings->gap_days = rules->gap_days;
	settings->now = now;
	zones_get(zones, config->zone, &settings->zone, NULL);
	for (int i = 0; i < RULES; i++)
		settings->levels[i] = (int8_t)rules->levels[i];
	out->zones = zones;
	out->places = places;
	out->plan = config->plan;
	out->day_start = rules->day_start;
	out->day_end = rules->day_end;
	out->preparation = rules->preparation;
	out->unscored = config->unscored;
	out->city_km = rules->city_km;
	out->horizon = horizon(config->plan, settings->zone, settings->now);
}
