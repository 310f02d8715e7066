/* SPDX-License-Identifier: Apache-2.0 */
/* Frames over a socket pair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "ambit-plugin.h"
#include "source/wire.h"

struct pair {
	struct wire a, b;
};

static void
pair_open(struct pair *pair)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	wire_init(&pair->a, fds[0]);
	wire_init(&pair->b, fds[1]);
}

static void
pair_close(struct pair *pair)
{
	wire_free(&pair->a);
	wire_free(&pair->b);
}

static void
frames_arrive_in_order(void **state)
{
	struct frame_forget first = { "one" };
	struct frame_log second = { 3, "two" };
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;
	void *record;

	(void)state;
	pair_open(&pair);
	assert_int_equal(
	    wire_send(&pair.a, FRAME_FORGET, &forget_record, &first, &err), 0);
	assert_int_equal(
	    wire_send(&pair.a, FRAME_LOG, &log_record, &second, &err), 0);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), -EAGAIN);
	assert_int_equal(wire_send(&pair.a, FRAME_CANCEL, NULL, NULL, &err), 0);
	assert_int_equal(wire_flush(&pair.a, &err), 0);

	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_equal(frame.type, FRAME_FORGET);
	assert_int_equal(record_decode(&forget_record, frame.bytes, frame.len,
			     &record_limits_default, &record, &err),
	    0);
	assert_string_equal(((struct frame_forget *)record)->uid, "one");
	free(record);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_equal(frame.type, FRAME_LOG);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_equal(frame.type, FRAME_CANCEL);
	assert_int_equal(frame.len, 0);
	pair_close(&pair);
}

static void
an_end_is_told_from_a_wait(void **state)
{
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;

	(void)state;
	pair_open(&pair);
	assert_int_equal(wire_receive(&pair.b, 1, &frame, &err), -EAGAIN);
	assert_int_equal(write(pair.a.fd, "\3\0\0\0", 4), 4);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), -EAGAIN);
	close(pair.a.fd);
	pair.a.fd = -1;
	assert_int_equal(wire_receive(&pair.b, -1, &frame, &err), 0);
	pair_close(&pair);
}

static void
refused(const char *bytes, size_t len)
{
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;

	pair_open(&pair);
	assert_int_equal(write(pair.a.fd, bytes, len), (int)len);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), -EBADMSG);
	pair_close(&pair);
}

static void
what_is_no_frame_is_refused(void **state)
{
	(void)state;
	refused("\1\0\100\0\21", 5); /* larger than WIRE_FRAME_MAX */
	refused("\377\377\377\377\21", 5);
	refused("\0\0\0\0\0", 5); /* no such type */
	refused("\0\0\0\0\4", 5);
	refused("\0\0\0\0\30", 5);
}

static void
a_frame_may_come_byte_by_byte(void **state)
{
	static const char bytes[] = { 3, 0, 0, 0, FRAME_FORGET, 1, 0, 0 };
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;

	(void)state;
	pair_open(&pair);
	for (size_t i = 0; i < sizeof bytes; i++) {
		assert_int_equal(
		    wire_receive(&pair.b, 0, &frame, &err), -EAGAIN);
		assert_int_equal(write(pair.a.fd, bytes + i, 1), 1);
	}
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_equal(frame.len, 3);
	pair_close(&pair);
}

static void
a_descriptor_comes_with_its_frame(void **state)
{
	struct frame_log before = { 1, "before" };
	struct frame_fetched fetched = { .status = 200, .body_len = 4 };
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;
	char text[4];
	int fd = memfd_create("body", 0);

	(void)state;
	pair_open(&pair);
	assert_int_equal(pwrite(fd, "body", 4, 0), 4);
	wire_send(&pair.a, FRAME_LOG, &log_record, &before, &err);
	assert_int_equal(wire_send_fd(&pair.a, FRAME_FETCHED, &fetched_record,
			     &fetched, fd, &err),
	    0);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_equal(frame.fd, -1);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_int_not_equal(frame.fd, -1);
	assert_int_not_equal(frame.fd, fd);
	assert_int_equal(pread(frame.fd, text, 4, 0), 4);
	assert_memory_equal(text, "body", 4);
	close(frame.fd);
	close(fd);
	pair_close(&pair);
}

static void
too_large_a_record_is_not_sent(void **state)
{
	static char text[WIRE_FRAME_MAX + 1];
	struct frame_forget large = { text }, small = { "x" };
	struct err err = ERR_INIT;
	struct frame frame;
	struct pair pair;

	(void)state;
	memset(text, 'x', sizeof text - 1);
	pair_open(&pair);
	assert_int_equal(
	    wire_send(&pair.a, FRAME_FORGET, &forget_record, &large, &err),
	    -E2BIG);
	assert_int_equal(
	    wire_send(&pair.a, FRAME_FORGET, &forget_record, &small, &err), 0);
	assert_int_equal(wire_flush(&pair.a, &err), 0);
	assert_int_equal(wire_receive(&pair.b, 0, &frame, &err), 1);
	assert_in_range(frame.len, 1, 10);
	pair_close(&pair);
}

static void
an_event_keeps_every_field(void **state)
{
	static const char *const words[] = { "a", "b", NULL };
	struct ambit_participant who = { sizeof who, "Ann", "head", NULL };
	const struct ambit_participant *const people[] = { &who, NULL };
	struct ambit_leg leg = { .size = sizeof leg,
		.mode = "rail",
		.arrive_zone = "Europe/Madrid" };
	const struct ambit_leg *const legs[] = { &leg, NULL };
	struct ambit_event event = AMBIT_EVENT_INIT, *back;
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	void *record;

	(void)state;
	event.uid = "u";
	event.categories = words;
	event.participants = people;
	event.legs = legs;
	event.latitude = 41.5;
	event.longitude = -2.25;
	event.sequence = -7;
	event.preparation_days = INT64_MAX;
	record_encode(&wire_event_record, &event, &bytes);
	assert_int_equal(record_decode(&wire_event_record, bytes.data,
			     bytes.len, &record_limits_default, &record, &err),
	    0);
	back = record;
	assert_int_equal(back->size, sizeof *back);
	assert_true(record_equal(&wire_event_record, &event, back));
	assert_string_equal(back->participants[0]->name, "Ann");
	assert_string_equal(back->legs[0]->arrive_zone, "Europe/Madrid");
	assert_string_equal(back->categories[1], "b");
	assert_true(back->longitude == -2.25);
	free(record);
	buf_free(&bytes);
}

/* Every member of struct ambit_event has its row: none was forgotten when one
 * was appended. */
static void
an_event_has_a_row_for_each_member(void **state)
{
	size_t end = offsetof(struct ambit_event, uid);

	(void)state;
	for (size_t i = 0; i < wire_event_record.nfields; i++) {
		const struct field *field = &wire_event_record.fields[i];

		assert_in_range(field->offset, end, end + 4);
		end = field->offset +
		      (field->type == FIELD_BOOL ? sizeof(int) : 8);
	}
	assert_in_range(sizeof(struct ambit_event), end, end + 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_arrive_in_order),
		cmocka_unit_test(an_end_is_told_from_a_wait),
		cmocka_unit_test(what_is_no_frame_is_refused),
		cmocka_unit_test(a_frame_may_come_byte_by_byte),
		cmocka_unit_test(a_descriptor_comes_with_its_frame),
		cmocka_unit_test(too_large_a_record_is_not_sent),
		cmocka_unit_test(an_event_keeps_every_field),
		cmocka_unit_test(an_event_has_a_row_for_each_member),
	};

	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
