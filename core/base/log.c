/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each message is made on the stack and leaves in one write, so that lines of
 * several threads, and of processes that share the descriptor, stay whole.
 */
#include "log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"

#define MESSAGE_MAX 2048

static const struct {
	const char *word;
	int priority; /* of syslog(3) */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", 3 },
	[LOG_LEVEL_WARNING] = { "warning", 4 },
	[LOG_LEVEL_INFO] = { "info", 6 },
	[LOG_LEVEL_DEBUG] = { "debug", 7 },
};

/* The program's one log. */
static _Atomic enum log_format log_format = LOG_FORMAT_TEXT;
static _Atomic enum log_level log_least = LOG_LEVEL_INFO;

/* A person reads a terminal or a file; a pipe or socket leads to a journal. */
static enum log_format
format_of_stderr(void)
{
	struct stat st;

	if (isatty(STDERR_FILENO) || fstat(STDERR_FILENO, &st) < 0 ||
	    S_ISREG(st.st_mode))
		return LOG_FORMAT_TEXT;
	return LOG_FORMAT_JOURNAL;
}

void
log_setup(enum log_format format, enum log_level level)
{
	log_format = format == LOG_FORMAT_AUTO ? format_of_stderr() : format;
	log_least = level;
}

int
log_level_parse(const char *word, enum log_level *level)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (strcmp(word, levels[i].word) != 0)
			continue;
		*level = (enum log_level)i;
		return 0;
	}
	return -EINVAL;
}

/* Runs of these, so long and with a digit, are taken for tokens: 256 random
 * bits are 43 characters of base64url, a UUID is 36. */
#define TOKEN_MIN 40
#define TOKEN_LETTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* What parts a message into words: an address is never parted by it. */
#define WORD_ENDS " \t\r\n\"<>"

/* Where a text is rewritten in place: out never overtakes in. */
struct redaction {
	const char *in;
	char *out;
};

static void
keep(struct redaction *at, size_t len)
{
	memmove(at->out, at->in, len);
	at->in += len;
	at->out += len;
}

/* "[...]", or stars where that would be longer than what it hides. */
static void
hide(struct redaction *at, size_t len)
{
	static const char sign[] = "[...]";
	size_t shown = len < sizeof sign - 1 ? len : sizeof sign - 1;

	if (len < sizeof sign - 1)
		memset(at->out, '*', shown);
	else
		memcpy(at->out, sign, shown);
	at->in += len;
	at->out += shown;
}

/* The user and password of an address that begins within len bytes. */
static void
redact_user(struct redaction *at, size_t len)
{
	const char *host = memmem(at->in, len, "://", 3), *sign;
	size_t authority;

	if (!host)
		return;
	host += 3;
	authority = strcspn(host, "/?#" WORD_ENDS);
	sign = memrchr(host, '@', authority);
	if (!sign)
		return;
	keep(at, (size_t)(host - at->in));
	hide(at, (size_t)(sign - at->in));
}

static bool
token_like(const char *text, size_t len)
{
	return len >= TOKEN_MIN && strcspn(text, "0123456789") < len;
}

static void
redact_word(struct redaction *at, size_t len)
{
	const char *end = at->in + len;
	bool path = false;

	redact_user(at, len);
	while (at->in < end) {
		size_t run = strspn(at->in, TOKEN_LETTERS);

		if (token_like(at->in, run)) {
			hide(at, run);
		} else if (run > 0) {
			keep(at, run);
		} else if (path && *at->in == '?') {
			keep(at, 1);
			hide(at, (size_t)(end - at->in));
		} else {
			path = path || *at->in == '/';
			keep(at, 1);
		}
	}
}

/* Shorter words after "bearer" are prose. */
#define BEARER_MIN 8

void
log_redact(char *text)
{
	struct redaction at = { text, text };
	bool bearer = false;

	for (;;) {
		size_t len;

		keep(&at, strspn(at.in, WORD_ENDS));
		len = strcspn(at.in, WORD_ENDS);
		if (len == 0)
			break;
		if (bearer && len >= BEARER_MIN) {
			hide(&at, len);
			bearer = false;
			continue;
		}
		bearer =
		    len >= 6 && strncasecmp(at.in + len - 6, "bearer", 6) == 0;
		redact_word(&at, len);
	}
	*at.out = '\0';
}

/* One line of text that no terminal acts upon. */
static void
make_plain(char *text)
{
	bool valid = utf8_valid(text, strlen(text));

	for (char *p = text; *p; p++) {
		unsigned char byte = (unsigned char)*p;

		if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !valid))
			*p = '?';
	}
	text_clean(text); /* what is left: C1 and overrides of direction */
}

/* Cuts a message that filled its room, on a whole code point. */
static void
mark_cut(char *message, size_t room)
{
	size_t len = room - sizeof "...";

	while (len > 0 && ((unsigned char)message[len] & 0xc0) == 0x80)
		len--;
	strcpy(message + len, "...");
}

static void
add_line(struct buf *line, enum log_level level, const char *message)
{
	enum log_format format = log_format;
	char now[INSTANT_TEXT];

	instant_format(now, clock_now(&clock_system), 0);
	switch (format) {
	case LOG_FORMAT_JOURNAL:
		buf_addf(line, "<%d>%s\n", levels[level].priority, message);
		break;
	case LOG_FORMAT_JSON:
		buf_addf(line,
		    "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", now,
		    levels[level].word);
		json_add_text(line, message);
		buf_adds(line, "}\n");
		break;
	default:
		buf_addf(line, "%s %s: %s\n", now, levels[level].word, message);
	}
}

void
log_write(enum log_level level, const char *fmt, ...)
{
	CLEANUP(buf_free) struct buf line = BUF_INIT;
	char message[MESSAGE_MAX];
	int saved = errno, wanted;
	va_list args;

	if (level > log_least)
		return;
	va_start(args, fmt);
	wanted = vsnprintf(message, sizeof message, fmt, args);
	va_end(args);
	if (wanted >= (int)sizeof message)
		mark_cut(message, sizeof message);
	log_redact(message);
	make_plain(message);
	add_line(&line, level, message);
	/* Where the log cannot be written there is nobody to tell. */
	if (!buf_error(&line))
		(void)!write(STDERR_FILENO, line.data, line.len);
	errno = saved;
}
