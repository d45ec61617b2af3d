/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A C3D file on its way out, shared by the files c3d_write*.c: Intel, real numbers, millimetres. */
#ifndef HG_IO_C3D_OUT_H
#define HG_IO_C3D_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#include "base/strbuf.h"
#include "io/c3d_file.h"

#define HG__C3D_STREAMS 64 /* of one trial that are written */

typedef struct hg__c3d_plate_out {
    const hg_stream *stream;
    size_t channel[6];   /* where fx fy fz px py pz stand in it */
    hg__c3d_plate place; /* millimetres */
    double corner[4][3];
} hg__c3d_plate_out;

typedef struct hg__c3d_out {
    const hg_recording *rec;
    const hg_trial *trial;
    const hg_stream *markers;              /* or NULL */
    const hg_stream *model[HG__C3D_ROLES]; /* by what they are; NULL when absent */
    const hg_stream *analog[HG__C3D_STREAMS];
    size_t n_analog;
    hg__c3d_plate_out plate[HG__C3D_PLATES];
    size_t n_plates;

    double rate_hz;
    size_t n_frames, first_frame, per_frame;
    size_t n_points, n_channels;
    double later_s; /* what is taken off the times of events */
    size_t data_block;
} hg__c3d_out;

/* --- c3d_write_params.c: the parameter section, padded to blocks --- */
void hg__c3d_write_params(hg__strbuf *b, const hg__c3d_out *out);

/* --- c3d_write_force.c --- */
/* Lays a plate under the centres of pressure. HG_EDATA when the axes make no sense. */
hg_status hg__c3d_lay_plate(hg__c3d_plate_out *plate, hg_error *err);
/* Channels Fx Fy Fz (N) Mx My Mz (N mm) of a platform of type 2, NaN beyond the stream. */
void hg__c3d_plate_sample(double channel[6], const hg__c3d_plate_out *plate, size_t sample);

/* Little-endian numbers. */
void hg__c3d_put_u16(hg__strbuf *b, size_t value);
void hg__c3d_put_f32(hg__strbuf *b, double value);

#endif
