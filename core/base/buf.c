/* SPDX-License-Identifier: Apache-2.0 */
#include "buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
fail(struct buf *buf, int code)
{
	if (!buf->error)
		buf->error = code;
	return false;
}

/* Makes room for len more bytes and the NUL. */
static bool
grow(struct buf *buf, size_t len)
{
	size_t need, cap;
	char *data;

	if (buf->error)
		return false;
	if (__builtin_add_overflow(buf->len, len, &need) || need == SIZE_MAX)
		return fail(buf, -E2BIG);
	if (buf->limit && need > buf->limit)
		return fail(buf, -E2BIG);
	if (need < buf->cap)
		return true;
	cap = buf->cap ? buf->cap : 64;
	while (cap <= need)
		cap = cap > SIZE_MAX / 2 ? need + 1 : cap * 2;
	data = realloc(buf->data, cap);
	if (!data)
		return fail(buf, -ENOMEM);
	buf->data = data;
	buf->cap = cap;
	return true;
}

char *
buf_reserve(struct buf *buf, size_t len)
{
	return grow(buf, len) ? buf->data + buf->len : NULL;
}

void
buf_commit(struct buf *buf, size_t len)
{
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (!grow(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf_commit(buf, len);
}

void
buf_adds(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_addc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void
buf_addi(struct buf *buf, int64_t value)
{
	char digits[20], *p = digits + sizeof digits;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		buf_addc(buf, '-');
	buf_add(buf, p, (size_t)(digits + sizeof digits - p));
}

void
buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		fail(buf, -EINVAL);
		return;
	}
	if (!grow(buf, (size_t)len))
		return;
	va_start(args, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
	va_end(args);
	buf_commit(buf, (size_t)len);
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->error = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

void
buf_consume(struct buf *buf, size_t len)
{
	if (!len)
		return;
	memmove(buf->data, buf->data + len, buf->len - len + 1);
	buf->len -= len;
}

char *
buf_steal(struct buf *buf)
{
	char *data;

	if (!buf->data)
		buf_add(buf, "", 0);
	if (buf->error)
		return NULL;
	data = buf->data;
	*buf = (struct buf){ .limit = buf->limit };
	return data;
}

void
buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ .limit = buf->limit };
}
