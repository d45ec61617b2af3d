/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file analyze.h
 * From a recording to results: the way clean, pose, angles, events, strides, metrics, asymmetry.
 *
 * Example:
 * @code
 *   hg_error err;
 *   hg_recording *rec = NULL;
 *   hg_context *ctx = NULL;
 *   hg_result *result = NULL;
 *   if (hg_recording_read(&rec, "R017_S01.h5", NULL, &err) == HG_OK &&
 *       hg_context_new(&ctx, NULL, &err) == HG_OK &&
 *       hg_analyze(&result, rec, rec->trials[0], NULL, ctx, &err) == HG_OK)
 *       printf("%zu strides\n", result->n_used[HG_LEFT]);
 *   hg_result_free(result);
 *   hg_context_free(ctx);
 *   hg_recording_free(rec);
 * @endcode
 */
#ifndef HG_HIPGAIT_ANALYZE_H
#define HG_HIPGAIT_ANALYZE_H

#include <stdbool.h>
#include <stdint.h>

#include <hipgait/export.h>
#include <hipgait/log.h>
#include <hipgait/params.h>
#include <hipgait/recording.h>
#include <hipgait/result.h>
#include <hipgait/status.h>

/** Scratch memory, kernels and knowledge files. One per thread, never shared. */
typedef struct hg_context hg_context;

/** Called when a stage of the way is done, with its name ("clean", "pose", ...). For timing: the
 * library itself never looks at a clock. */
typedef void (*hg_stage_fn)(void *user, const char *stage);

typedef struct hg_context_options {
    hg_log log;
    hg_stage_fn stage_done; /**< may be NULL */
    void *stage_user;
    /** JSON texts of marker sets (docs/adding-a-marker-set.md) tried before the built-in ones. */
    const char *const *markersets;
    const char *const *markerset_names; /**< what messages call them, e.g. the file; may be NULL */
    size_t n_markersets;
    /** Text of a reference set (docs/references.md) that is used instead of the built-in ones. */
    const char *reference;
    const char *reference_name; /**< what messages call it, e.g. the file; may be NULL */
    /** Text of an evidence file (docs/evidence-format.md) that extends or replaces the built-in one. */
    const char *evidence;
    const char *evidence_name; /**< what messages and the result call it; may be NULL */
    /** Instruction set of the inner loops: "c", "avx2", "avx512" or "neon"; NULL: the best that
     * this machine has. All give the same bits: it changes the time an analysis takes, never a
     * result. */
    const char *cpu;
} hg_context_options;

/**
 * Whose definitions the angles follow; signs are the same in all (angles.h). isb: anatomical frames
 * from the static trial. cgm: the conventional gait model, from single markers and body measures.
 * ric: the Running Injury Clinic's frames and order of rotations. docs/conventions.md has them all.
 */
typedef enum hg_convention {
    HG_CONVENTION_ISB = 0,
    HG_CONVENTION_CGM,
    HG_CONVENTION_RIC
} hg_convention;

typedef struct hg_analyze_options {
    hg_params params;
    hg_convention convention;
    const char *markerset; /**< id of the marker set to use; NULL: recognised from the labels */
    bool frames;           /**< keep the angles of every frame in the result */
    uint64_t seed;         /**< of random numbers; default 1: same seed, same result */
} hg_analyze_options;

/** Defaults: hg_params_default(), marker set recognised, no frames. */
HG_API void hg_analyze_options_default(hg_analyze_options *options);

/**
 * Chooses a convention by name ("isb", "cgm", "ric") and the parameters that belong to it: cgm and
 * ric take markers as stored (clean.cutoff_hz = 0). Call it before hg_params_set(). HG_EINVAL.
 */
HG_API HG_CHECKED hg_status hg_analyze_options_convention(hg_analyze_options *options,
                                                          const char *name, hg_error *err);

/** `options` may be NULL. HG_EINVAL when a marker set, reference set or evidence file is not valid or `cpu` names
 * no instruction set that this machine can run, HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_context_new(hg_context **out, const hg_context_options *options,
                                           hg_error *err);
HG_API void hg_context_free(hg_context *context);

/** The instruction set that the context uses, as hg_context_options names it. Not freed. */
HG_API const char *hg_context_cpu(const hg_context *context);

/**
 * True for trials that are analysed on their own: running, walking and unlabelled ones. Static and
 * functional trials serve the others.
 */
HG_API bool hg_trial_is_analysed(const hg_trial *trial);

/**
 * Analyses one trial of a recording; its static trial is found among the others. `options` NULL
 * means the defaults. Poor data makes flags, not errors: HG_EDATA only when nothing at all can be
 * computed (no pelvis marker, no marker stream), HG_EINVAL for a wrong option, HG_ENOMEM.
 */
HG_API HG_CHECKED hg_status hg_analyze(hg_result **out, const hg_recording *recording,
                                       const hg_trial *trial, const hg_analyze_options *options,
                                       hg_context *context, hg_error *err);

#endif
