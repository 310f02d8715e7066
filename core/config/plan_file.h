/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan as a file: [plan], [line NAME], [region NAME]; see
 * etc/plan.example.conf. Read whole or not at all, every problem with its
 * file, line and the nearest right key.
 */
#ifndef AMBIT_CONFIG_PLAN_FILE_H
#define AMBIT_CONFIG_PLAN_FILE_H

#include "config/config.h"
#include "model/plan.h"

/* *out is one block (free it). -EINVAL when anything is wrong, with each
 * problem added; others (err) when the file cannot be read at all. */
int plan_file_read(const char *path, struct plan **out,
    struct config_problems *problems, struct err *err);

#endif
