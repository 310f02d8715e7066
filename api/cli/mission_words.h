/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mission in a few words of the command line, beside its fields by name:
 *
 *   people=a1,a2  head=a1  speaker=...  vote=...  technical=...
 *                          who goes, each word a role; people are technical
 *   start=  end=  last=  zone=  remote=yes
 *                          its one window; last is the last day
 *   cost.travel=450.00     estimated, by heading
 *   document=URL           once for each
 *   check=visa             something to be in order; once for each
 *
 * A word stands for the whole list of its kind: amending with people= replaces
 * all roles.
 */
#ifndef AMBIT_CLI_MISSION_WORDS_H
#define AMBIT_CLI_MISSION_WORDS_H

#include "cli/records.h"

/* The body of a request from the arguments from number from on. -EINVAL. */
int mission_words_body(const struct records_work *work, int from,
    struct buf *body, struct err *err);

#endif
