/* SPDX-License-Identifier: Apache-2.0 */
/* The files of plugins/skeleton, as parts of the program. */
#ifndef AMBIT_CLI_SKELETON_H
#define AMBIT_CLI_SKELETON_H

#include <stddef.h>

extern const char skeleton_code[], skeleton_makefile[], skeleton_manual[],
    skeleton_sources[], skeleton_sample[];
extern const size_t skeleton_code_len, skeleton_makefile_len,
    skeleton_manual_len, skeleton_sources_len, skeleton_sample_len;

#endif
