/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the model share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_MODEL_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_MODEL_PARTS_H

#include "schedule/resolve/model.h"

/* Writes the rows that the uses gathered so far could break. */
void model_limits(struct model *model);

#endif
