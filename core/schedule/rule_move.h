/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule becomes when all of its instances are moved. */
#ifndef AMBIT_SCHEDULE_RULE_MOVE_H
#define AMBIT_SCHEDULE_RULE_MOVE_H

#include <stdbool.h>
#include <stdint.h>

#include "schedule/rule.h"

/*
 * Moves the days of a rule by so many days, where a rule says it: weekdays of
 * a week (with WKST), days of a month that stay within the first 28, any day
 * of a DAILY rule without BY parts. start_day: of one of its instances, whose
 * month and day a rule may leave open. false: the rule is as it was, and no
 * rule has these instances.
 */
bool rule_move_days(struct rule *rule, int64_t days, int64_t start_day);

#endif
