/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share. A target is one file, NAME_fuzz.c, with the one
 * function that libFuzzer calls for each input. Its host is the daemon's own
 * check of what a plugin brings: an event goes through the wire's form and
 * the intake, as it would in a sync. What a reader may never do ends the
 * process, which is a finding.
 */
#ifndef AMBIT_TESTS_FUZZ_H
#define AMBIT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "ambit-plugin.h"
#include "readers/reading.h"

struct reader;

/* What each target defines. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The run that a target hands to the host's services. */
struct ambit_run {
	const uint8_t *data; /* what the first fetch brings */
	size_t len;
	int64_t fetches, events, quarantined, errors;
	struct ambit_reply reply;
};

/* Checks what it is given and takes it, as a sync would. Nothing expires. */
extern const struct ambit_host fuzz_host;

/*
 * What must hold when a reader has come to its end: its result is one, and
 * one that is not AMBIT_OK was explained by a line logged as an error.
 */
void fuzz_judge(const struct ambit_run *run, int result);

/*
 * A document of these bytes through one reader of readers/reader.h, under one
 * of some configurations, as a plugin would read it. Returns 0.
 */
int fuzz_reader(const struct reader *reader, const uint8_t *data, size_t len);

/* The same under this one. */
int fuzz_document(const struct reader *reader,
    const struct reading_config *config, const uint8_t *data, size_t len);

/* Ends the process with a finding unless it holds. */
void fuzz_must(int holds, const char *what);

/* One of 0 .. n - 1, the same for the same input: to choose among a reader's
 * options without taking a byte of the input for it. */
size_t fuzz_pick(const uint8_t *data, size_t len, size_t n);

#endif
