/* SPDX-License-Identifier: Apache-2.0 */
#include "travel.h"

#include <math.h>
#include <stdlib.h>

#define HOUR 3600

const struct travel_rule travel_rule_default = {
	.near_km = 150,
	.near_seconds = 2 * HOUR,
	.far_km = 700,
	.far_seconds = 5 * HOUR,
	.speed = 750,
	.rest_seconds = 11 * HOUR,
	.rest_difference = 5 * HOUR,
};

int64_t
travel_seconds(const struct travel_rule *rule, bool same_city, double km,
    int64_t difference)
{
	int64_t seconds;

	if (same_city)
		return 0;
	if (km < (double)rule->near_km)
		seconds = rule->near_seconds;
	else if (km < (double)rule->far_km)
		seconds = rule->far_seconds;
	else
		seconds = rule->far_seconds +
			  (int64_t)ceil(km * HOUR / (double)rule->speed);
	if (llabs(difference) >= rule->rest_difference)
		seconds += rule->rest_seconds;
	return (seconds + 59) / 60 * 60;
}
