/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's log, on standard error: one line a message, with the level as
 * journald's prefix ("<4>", sd-daemon(3)) when standard error is a journal or
 * a pipe, in words on a terminal or in a file, or as one JSON object a line.
 * Messages are cut at 2 kB. Control
 * characters are replaced. What looks like a credential (a URL's user and
 * password, its query, a bearer token, a feed token) is replaced by "[...]".
 * Library code does not log; it fills a struct err.
 */
#ifndef AMBIT_BASE_LOG_H
#define AMBIT_BASE_LOG_H

#include "base/err.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};
enum log_format {
	LOG_FORMAT_AUTO,
	LOG_FORMAT_TEXT,
	LOG_FORMAT_JOURNAL,
	LOG_FORMAT_JSON
};

/* Call once at the start and on reload. */
void log_setup(enum log_format format, enum log_level level);

void log_write(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define log_error(...) log_write(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_write(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_LEVEL_DEBUG, __VA_ARGS__)

/* "error", "warning", "info", "debug"; 0 or -EINVAL. */
int log_level_parse(const char *word, enum log_level *level);

/* Replaces credentials in text, in place (it never grows). */
void log_redact(char *text);

#endif
