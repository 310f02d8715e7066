/* SPDX-License-Identifier: Apache-2.0 */
/* Any reader, by its row in meson.build: READER is its constant. */
#include "fuzz.h"

#include "readers/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	return fuzz_reader(&READER, data, len);
}
