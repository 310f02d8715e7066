/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the prices share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_PRICES_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_PRICES_PARTS_H

#include "schedule/resolve/prices.h"

#define PRICE_NONE INT64_MAX
#define PRICE_FIRST_STRIDE 1024
#define PRICE_MOST (INT64_C(1) << 50)

/* What so much of a row costs, rounded down. */
static inline int64_t
prices_load(const struct prices *prices, int32_t row, int64_t amount)
{
	if (amount == prices->scale[row])
		return prices->price[row];
	return (int64_t)((__extension__(__int128) prices->price[row]) * amount /
			 prices->scale[row]);
}

/* The n cheapest of the role's crew for the option at the seats' prices, in
 * who[]; their sum, or PRICE_NONE where there are not so many. */
int64_t prices_cheapest(const struct prices *prices,
    const struct problem_option *option, const struct problem_role *role,
    int32_t *who);

/* What every mission and every joint delegation chooses at these prices. */
void prices_choose(struct prices *prices);

#endif
