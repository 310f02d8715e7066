/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a mission would fit into what is planned, all else staying as it is:
 * for each of its windows and roles, the people who are free then, tried one
 * by one with all rules.
 */
#ifndef AMBIT_OFFICE_OPENINGS_H
#define AMBIT_OFFICE_OPENINGS_H

#include "base/buf.h"
#include "office/authorize.h"
#include "office/picture.h"

/*
 * [{"window":1,"start":..,"end":..,"zone":..,"remote":true,"free":true,
 *   "roles":[{"kind":..,"needs":1,"delegates":[{"id":..,"name":..,
 *   "conflicts":0}]}]}]: windows in which every role can be filled first, then
 * in the mission's own order (without windows: its event's interval, window
 * 0); of delegates at most five, those with the fewest lesser conflicts first.
 * caller: only people whom they may name; NULL: all. -ENOMEM.
 */
int openings_add(struct buf *out, struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct caller *caller, struct err *err);

#endif
