/* SPDX-License-Identifier: Apache-2.0 */
/* The list of missions, with what each takes from its event. */
#ifndef AMBIT_CLI_MISSION_LIST_H
#define AMBIT_CLI_MISSION_LIST_H

#include "cli/records.h"

/* "list [KEY=VALUE ...]": fields by their names, and person=, team= (alone or
 * jointly), line=, region=, from=, to=, last= (days), min_score=. Returns an
 * exit status. */
int mission_list_run(struct records_work *work);

#endif
