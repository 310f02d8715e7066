/* SPDX-License-Identifier: Apache-2.0 */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	return AMBIT_OK;
}

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	sizeof(struct ambit_plugin), AMBIT_ABI_MAJOR + 1, 0,
	sizeof(struct ambit_key), BAD_PARTS(bad_sync)
};
