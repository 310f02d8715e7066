/* SPDX-License-Identifier: Apache-2.0 */
#include "page_words.h"

#include "base/date.h"

const char *const page_languages[] = { "ca", "es", "en", NULL };
const char *const page_language_names[] = { "Català", "Castellano", "English",
	NULL };

static const char *const words[PAGE_WORDS][PAGE_LANGUAGES] = {
	[WORD_TITLE] = { "Agenda internacional", "Agenda internacional",
	    "International agenda" },
	[WORD_INTRO] = { "Reunions, congressos i fòrums de les xarxes de "
			 "ciutats.",
	    "Reuniones, congresos y foros de las redes de ciudades.",
	    "Meetings, congresses and forums of the networks of cities." },
	[WORD_SKIP] = { "Ves al contingut", "Ir al contenido",
	    "Skip to the content" },
	[WORD_LANGUAGES] = { "Llengües", "Lenguas", "Languages" },
	[WORD_UPCOMING] = { "Properament", "Próximamente", "Coming up" },
	[WORD_NOTHING] = { "No hi ha res previst els propers mesos.",
	    "No hay nada previsto en los próximos meses.",
	    "Nothing is planned for the next months." },
	[WORD_CANCELLED] = { "Cancel·lat", "Cancelado", "Cancelled" },
	[WORD_TENTATIVE] = { "Per confirmar", "Por confirmar", "Tentative" },
	[WORD_FEEDS] = { "Calendaris per subscriure-s'hi",
	    "Calendarios a los que suscribirse", "Calendars to subscribe to" },
	[WORD_FEEDS_HELP] = { "Subscriviu-vos-hi des d'Outlook, Google, Apple "
			      "o Thunderbird: el "
			      "calendari s'actualitza sol.",
	    "Suscríbase desde Outlook, Google, Apple o Thunderbird: el "
	    "calendario se actualiza solo.",
	    "Subscribe in Outlook, Google, Apple or Thunderbird: the calendar "
	    "keeps itself up to date." },
	[WORD_FEED] = { "Calendari", "Calendario", "Calendar" },
	[WORD_EVENTS] = { "Actes", "Actos", "Events" },
	[WORD_SUBSCRIBE] = { "Subscriu-m'hi", "Suscribirme", "Subscribe" },
	[WORD_DOWNLOAD] = { "Adreça .ics", "Dirección .ics", ".ics address" },
	[WORD_SOURCES] = { "D'on ve", "De dónde viene", "Where it comes from" },
	[WORD_SOURCE] = { "Font", "Fuente", "Source" },
	[WORD_STATE] = { "Estat", "Estado", "State" },
	[WORD_LAST] = { "Última actualització", "Última actualización",
	    "Last update" },
	[WORD_NEVER] = { "mai", "nunca", "never" },
	[WORD_OK] = { "Correcte", "Correcto", "Fine" },
	[WORD_FAILING] = { "Amb errors", "Con errores", "Failing" },
	[WORD_HELD] = { "En revisió", "En revisión", "Held for review" },
	[WORD_STALE] = { "Desactualitzada", "Desactualizada", "Stale" },
	[WORD_UNREAD] = { "No llegits", "No leídos", "Not readable" },
	[WORD_API] = { "Per a programes: l'API i la seva descripció",
	    "Para programas: la API y su descripción",
	    "For programs: the API and its description" },
};

static const char *const months[12][PAGE_LANGUAGES] = {
	{ "gener", "enero", "January" },
	{ "febrer", "febrero", "February" },
	{ "març", "marzo", "March" },
	{ "abril", "abril", "April" },
	{ "maig", "mayo", "May" },
	{ "juny", "junio", "June" },
	{ "juliol", "julio", "July" },
	{ "agost", "agosto", "August" },
	{ "setembre", "septiembre", "September" },
	{ "octubre", "octubre", "October" },
	{ "novembre", "noviembre", "November" },
	{ "desembre", "diciembre", "December" },
};

const char *
page_word(size_t language, enum page_word word)
{
	return words[word][language];
}

static void
add_day_month(struct buf *buf, size_t language, const struct civil *day)
{
	buf_addf(buf, "%d %s", day->day, months[day->month - 1][language]);
}

void
page_add_days(struct buf *buf, size_t language, int64_t first, int64_t last)
{
	struct civil a = civil_from_day(first), b = civil_from_day(last);

	if (a.year != b.year) {
		add_day_month(buf, language, &a);
		buf_addf(buf, " %d – ", a.year);
	} else if (a.month != b.month) {
		add_day_month(buf, language, &a);
		buf_adds(buf, " – ");
	} else if (a.day != b.day) {
		buf_addf(buf, "%d–", a.day);
	}
	add_day_month(buf, language, &b);
	buf_addf(buf, " %d", b.year);
}
