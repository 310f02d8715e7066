/* SPDX-License-Identifier: Apache-2.0 */
/* How long people are under way from door to door: a rule of thumb by
 * distance, with configured figures. Pure. */
#ifndef AMBIT_BASE_TRAVEL_H
#define AMBIT_BASE_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

struct travel_rule {
	int64_t near_km, near_seconds; /* below near_km: by road or rail */
	int64_t far_km, far_seconds;   /* below far_km: by rail or a flight */
	int64_t speed; /* km/h; beyond, far_seconds and the distance by it */
	/* A rest, once, where clocks differ by at least so much. */
	int64_t rest_seconds, rest_difference;
};
extern const struct travel_rule travel_rule_default;

/*
 * Seconds from door to door, whole minutes rounded up; 0 within one city.
 * difference: of the offsets from UTC in force at both ends, in seconds, of
 * either sign.
 */
int64_t travel_seconds(const struct travel_rule *rule, bool same_city,
    double km, int64_t difference);

#endif
