/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor's files share: each looks at some of what the program
 * stands on, and notes what it finds. */
#ifndef AMBIT_CLI_DOCTOR_H
#define AMBIT_CLI_DOCTOR_H

#include "cli/cli.h"

enum finding_state { FINE, NOTE, BAD };

struct doctor;

/* A row of the answer. remedy is NULL where nothing is to be done. */
void doctor_say(struct doctor *doctor, const char *check,
    enum finding_state state, const char *remedy, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Configuration, daemon, store, sources. */
void doctor_config(struct doctor *doctor, struct cli *cli);
void doctor_daemon(struct doctor *doctor, struct cli *cli);
void doctor_store(struct doctor *doctor, struct cli *cli);
void doctor_sources(struct doctor *doctor, struct cli *cli);

/* The machine: sandbox, zones, clock, permissions, disk. */
void doctor_sandbox(struct doctor *doctor, struct cli *cli);
void doctor_zones(struct doctor *doctor, struct cli *cli);
void doctor_clock(struct doctor *doctor, struct cli *cli);
void doctor_permissions(struct doctor *doctor, struct cli *cli);
void doctor_disk(struct doctor *doctor, struct cli *cli);

#endif
