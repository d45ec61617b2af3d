/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file intake_file.h
 * The intake as a file, RUNNER.intake.json: read, written, as an empty template, as a JSON Schema,
 * and as one offline page that a person fills in. All are made from the table of intake.h; docs/
 * intake.md explains the file and the page to those who fill them in.
 *
 * In the file null, or a key that is not there, is "not asked"; false is "asked and absent", true
 * "asked and present".
 */
#ifndef HG_HIPGAIT_INTAKE_FILE_H
#define HG_HIPGAIT_INTAKE_FILE_H

#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/recording.h>
#include <hipgait/report.h>
#include <hipgait/status.h>

#define HG_INTAKE_BYTES_MAX ((size_t)4 << 20) /**< a longer file is refused */

/**
 * Reads an intake file (`text`, `size` bytes; `name` is what messages call it) into the recording's
 * subject: what the file answers replaces what was there, field by field, what it leaves open
 * stays. A list (injuries, training log) that the file has replaces the whole list; rows of it in
 * which nothing is filled in do not count, and a list of nothing but such rows is left open. Lists
 * are allocated from the recording.
 *
 * Where both name the runner they must agree; a recording without an id takes that of the file.
 * HG_EFORMAT with the key's path as object ("symptoms.swelling.left", "injuries[0].side"), what was
 * found and what was expected; HG_EDATA for another runner; HG_ENOMEM. On failure the subject is as
 * it was.
 */
HG_API HG_CHECKED hg_status hg_intake_read(hg_recording *recording, const char *text, size_t size,
                                           const char *name, hg_error *err);

/** The same from a file. Besides: HG_ENOTFOUND, HG_EUNSUPPORTED when it is too long, HG_EIO. */
HG_API HG_CHECKED hg_status hg_intake_read_file(hg_recording *recording, const char *path,
                                                hg_error *err);

/** The answers of a subject as an intake file, every key there is, null where not asked. Reading it
 * gives the same answers, to the last bit. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_write(hg_text *out, const hg_subject *subject, hg_error *err);

/** An intake file in which nothing was asked, with one empty injury and one empty run to show what
 * belongs there. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_template(hg_text *out, hg_error *err);

/** The JSON Schema (draft 2020-12) of the file; docs/intake.schema.json is this text. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_schema(hg_text *out, hg_error *err);

/** The page: one HTML file with style and script inside, no network. It saves an intake file and
 * opens one again. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_form(hg_text *out, hg_error *err);

/** The table of questions, a line each, tabs between: group, name, kind, sided (0 or 1), unit or
 * words, least, most, question; a header first. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_questions(hg_text *out, hg_error *err);

/** The words for the site of an injury that the rules built in look for, a line each, in the order
 * of the rules; any other word counts as an injury elsewhere. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_sites(hg_text *out, hg_error *err);

/** A line for each injury whose site is none of those words: "injuries[1].site: ...", with the
 * words that there are; empty when there is nothing to say. Letters of either case, '_', '-' and
 * blank are the same. It is no fault: a lab's own rules may look for other words. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_intake_odd_sites(hg_text *out, const hg_subject *subject,
                                                hg_error *err);

/**
 * One measure of the runner by the key it has in the file ("sex", "age_years", "leg_length_left_m",
 * "dominant_leg"), from a text ("F", "34.5"). HG_EINVAL when the key is not one, or with what was
 * expected.
 */
HG_API HG_CHECKED hg_status hg_intake_set_runner(hg_subject *subject, const char *key,
                                                 const char *text, hg_error *err);

#endif
