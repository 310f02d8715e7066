/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Legs between the stops of a trip, and to and from home. Their times are
 * days: those of the stops are known, not when one travels.
 */
#include <stdio.h>
#include <string.h>

#include "readers/trips_parts.h"

/* Where one is, and from which day to which (NULL: not known). */
struct stop {
	const char *name, *country;
	const char *arrive, *leave;
};

static struct stop *
stop_at(const struct arena_list *stops, size_t i)
{
	return (void *)(uintptr_t)stops->items[i];
}

/* Adds a stop; one that is where the last one was goes on with it. */
static void
stop_add(struct arena *arena, struct arena_list *stops, const struct stop *stop)
{
	struct stop *last = stops->len ? stop_at(stops, stops->len - 1) : NULL;

	if (last && !strcmp(last->name, stop->name)) {
		if (stop->leave &&
		    (!last->leave || strcmp(stop->leave, last->leave) > 0))
			last->leave = stop->leave;
		return;
	}
	last = arena_take(arena, sizeof *last);
	if (!last)
		return;
	*last = *stop;
	arena_list_add(arena, stops, (const void *)last);
}

/* Where a row says that one is: "Paris", or several: "Paris; Lyon". */
static const char *
row_places(const struct ambit_event *row)
{
	const char *place = row->place;

	if (place && strchr(place, ';') &&
	    (!row->city || !strncmp(place, row->city, strlen(row->city))))
		return place;
	return row->city ? row->city : place;
}

static void
row_stops(
    struct arena *arena, const struct trip_row *row, struct arena_list *stops)
{
	const char *places = row_places(&row->event);
	struct stop stop = { .country = row->event.country,
		.arrive = trip_day(arena, row->first) };

	while (places && *places) {
		size_t len = strcspn(places, ";"), end = len;

		while (end && places[end - 1] == ' ')
			end--;
		stop.name = arena_text(arena, places, end);
		places += len + (places[len] == ';');
		places += strspn(places, " ");
		if (!*places)
			stop.leave = trip_day(arena, row->last);
		if (end && stop.name)
			stop_add(arena, stops, &stop);
		stop.arrive = NULL;
	}
}

static void
leg_add(struct arena *arena, struct arena_list *legs, const struct stop *from,
    const struct stop *to)
{
	struct ambit_leg *leg = arena_take(arena, sizeof *leg);

	if (!leg)
		return;
	*leg = (struct ambit_leg){ .size = sizeof *leg,
		.from = from->name,
		.to = to->name,
		.from_country = from->country,
		.to_country = to->country,
		.depart = from->leave,
		.arrive = to->arrive };
	/* a stop within the days of another */
	if (leg->depart && leg->arrive && strcmp(leg->depart, leg->arrive) > 0)
		leg->depart = leg->arrive;
	arena_list_add(arena, legs, (const void *)leg);
}

/* "Paris; Lyon" of all stops. */
static const char *
stops_text(struct arena *arena, const struct arena_list *stops)
{
	size_t room = 1, len = 0;
	char *text;

	for (size_t i = 0; i < stops->len; i++)
		room += strlen(stop_at(stops, i)->name) + 2;
	text = arena_take(arena, room);
	for (size_t i = 0; text && i < stops->len; i++)
		len += (size_t)snprintf(text + len, room - len, "%s%s",
		    i ? "; " : "", stop_at(stops, i)->name);
	return text;
}

/* The day on which the last stop is left. */
static const char *
last_day(struct arena *arena, const struct trip_row *rows, size_t n)
{
	int64_t last = rows->last;

	for (size_t i = 1; i < n; i++)
		last = rows[i].last > last ? rows[i].last : last;
	return trip_day(arena, last);
}

void
trip_legs(struct arena *arena, const struct trip_config *config,
    const struct trip_row *rows, size_t n, struct ambit_event *trip)
{
	struct arena_list stops = { NULL, 0, 0 }, legs = { NULL, 0, 0 };
	bool returns = config->home && trip->direction &&
		       !strcmp(trip->direction, "outgoing");
	struct stop home = { config->home, config->home_country, NULL, NULL };

	for (size_t i = 0; i < n; i++)
		row_stops(arena, &rows[i], &stops);
	if (arena->failed || !stops.len)
		return;
	if (stops.len > 1)
		trip->place = stops_text(arena, &stops);
	if (trip->legs)
		return;
	home.leave = stop_at(&stops, 0)->arrive;
	if (returns)
		leg_add(arena, &legs, &home, stop_at(&stops, 0));
	for (size_t i = 1; i < stops.len; i++)
		leg_add(
		    arena, &legs, stop_at(&stops, i - 1), stop_at(&stops, i));
	home.arrive = last_day(arena, rows, n);
	stop_at(&stops, stops.len - 1)->leave = home.arrive;
	if (returns)
		leg_add(arena, &legs, stop_at(&stops, stops.len - 1), &home);
	trip->legs = (const void *)legs.items;
}
