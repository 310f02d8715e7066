/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer. Its error is sticky: when memory or the limit runs
 * out, further additions do nothing and buf_error tells, so that a writer
 * checks once at its end. The bytes are always followed by a NUL that is not
 * counted (data is NULL only while nothing was ever added).
 */
#ifndef AMBIT_BASE_BUF_H
#define AMBIT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t limit; /* most bytes it may hold; 0 is no limit */
	int error;    /* 0, -ENOMEM or -E2BIG */
};

#define BUF_INIT \
	{ \
		.data = NULL \
	}

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_adds(struct buf *buf, const char *text);
void buf_addc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The decimal digits of value, faster than buf_addf. */
void buf_addi(struct buf *buf, int64_t value);

/* Room for len more bytes at the returned place, or NULL; the caller writes
 * them and adds what it wrote to buf->len with buf_commit. */
char *buf_reserve(struct buf *buf, size_t len);
void buf_commit(struct buf *buf, size_t len);

/* Forgets the bytes and the error, keeps the memory. */
void buf_reset(struct buf *buf);

/* Removes the first len bytes. */
void buf_consume(struct buf *buf, size_t len);

static inline int
buf_error(const struct buf *buf)
{
	return buf->error;
}

/* The text, never NULL. */
static inline const char *
buf_str(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

/* Hands over the NUL-terminated bytes (free them), or NULL when the error is
 * set; the buffer is empty and usable again. */
char *buf_steal(struct buf *buf);

void buf_free(struct buf *buf);

#endif
