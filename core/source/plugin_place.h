/* SPDX-License-Identifier: Apache-2.0 */
/*
 * May the file at a plugin's path be loaded? Its code runs with what its
 * process may do, before any of it can be asked; so nobody but root and the
 * user who runs it may have written it, or may put another file in its place.
 */
#ifndef AMBIT_SOURCE_PLUGIN_PLACE_H
#define AMBIT_SOURCE_PLUGIN_PLACE_H

#include "base/err.h"

/*
 * A regular file; it, and each folder from its own to the root, belong to
 * root or to this process's effective user and are writable by nobody else
 * (a folder above its own may be, where the sticky bit keeps what others
 * own). Links are followed first. -EPERM names what is wrong and the remedy;
 * -EINVAL when it is no file; else what the system said.
 */
int plugin_place_check(const char *path, struct err *err);

#endif
