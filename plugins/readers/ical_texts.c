/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of an event, which libical unescapes. It gets only lines that it
 * is good at, unfolded, one event at a time: its memory stays that of one
 * event.
 */
#include <libical/ical.h>
#include <string.h>
#include <strings.h>

#include "readers/ical_parts.h"

static const char *
given(const char *text)
{
	return text && *text ? text : NULL;
}

static void
organiser_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *cn =
	    icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
	const char *address = icalproperty_get_organizer(property);

	if (address && !strncasecmp(address, "mailto:", 7))
		address += 7;
	reading->event.organiser = given(cn ? icalparameter_get_cn(cn) : NULL);
	if (!reading->event.organiser)
		reading->event.organiser = given(address);
}

static void
summary_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *language =
	    icalproperty_get_first_parameter(property, ICAL_LANGUAGE_PARAMETER);

	reading->event.summary = given(icalproperty_get_summary(property));
	if (language)
		reading->event.language =
		    given(icalparameter_get_language(language));
}

static const char *
status_word(icalproperty_status status)
{
	switch (status) {
	case ICAL_STATUS_CONFIRMED:
		return "confirmed";
	case ICAL_STATUS_TENTATIVE:
		return "tentative";
	case ICAL_STATUS_CANCELLED:
		return "cancelled";
	default:
		return NULL;
	}
}

static void
geo_take(struct ical_reading *reading, icalproperty *property)
{
	struct icalgeotype geo = icalproperty_get_geo(property);

	reading->event.latitude = geo.lat;
	reading->event.longitude = geo.lon;
}

/* Of what it is a part (section 3.8.4.5: PARENT unless it says otherwise). */
static void
parent_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *type =
	    icalproperty_get_first_parameter(property, ICAL_RELTYPE_PARAMETER);

	if (!type || icalparameter_get_reltype(type) == ICAL_RELTYPE_PARENT)
		reading->event.parent =
		    given(icalproperty_get_relatedto(property));
}

static void
property_take(struct ical_reading *reading, icalproperty *property)
{
	struct ambit_event *event = &reading->event;

	switch (icalproperty_isa(property)) {
	case ICAL_UID_PROPERTY:
		event->uid = given(icalproperty_get_uid(property));
		break;
	case ICAL_SUMMARY_PROPERTY:
		summary_take(reading, property);
		break;
	case ICAL_DESCRIPTION_PROPERTY:
		event->description =
		    given(icalproperty_get_description(property));
		break;
	case ICAL_LOCATION_PROPERTY:
		event->place = given(icalproperty_get_location(property));
		break;
	case ICAL_URL_PROPERTY:
		event->url = given(icalproperty_get_url(property));
		break;
	case ICAL_GEO_PROPERTY:
		geo_take(reading, property);
		break;
	case ICAL_RELATEDTO_PROPERTY:
		parent_take(reading, property);
		break;
	case ICAL_ORGANIZER_PROPERTY:
		organiser_take(reading, property);
		break;
	case ICAL_STATUS_PROPERTY:
		event->status = status_word(icalproperty_get_status(property));
		break;
	case ICAL_SEQUENCE_PROPERTY:
		event->sequence = icalproperty_get_sequence(property);
		break;
	default:
		break;
	}
}

void
ical_texts_read(struct ical_reading *reading)
{
	static char begin[] = "BEGIN:VEVENT", end[] = "END:VEVENT";
	icalparser *parser = icalparser_new();
	icalcomponent *component = NULL;
	icalproperty *property;

	if (!parser) {
		ical_refuse(reading, "no memory to read it");
		return;
	}
	icalparser_add_line(parser, begin);
	for (size_t i = 0; i < reading->texts.len; i++)
		icalparser_add_line(
		    parser, (char *)(uintptr_t)reading->texts.items[i]);
	component = icalparser_add_line(parser, end);
	icalparser_free(parser);
	reading->component = component;
	if (!component) {
		ical_refuse(reading, "libical cannot read it");
		return;
	}
	for (property =
		 icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
	     property; property = icalcomponent_get_next_property(
			   component, ICAL_ANY_PROPERTY))
		property_take(reading, property);
}

void
ical_event_free(struct ical_reading *reading)
{
	if (reading->component)
		icalcomponent_free(reading->component);
}
