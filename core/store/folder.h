/* SPDX-License-Identifier: Apache-2.0 */
/* Names in a folder, made to last. */
#ifndef AMBIT_STORE_FOLDER_H
#define AMBIT_STORE_FOLDER_H

#include "base/err.h"

/* Syncs the folder in which path lies, so that what was made, renamed or
 * removed in it stays so when the power goes. */
int folder_sync(const char *path, struct err *err);

#endif
