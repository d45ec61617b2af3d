/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A C3D file on its way in, shared by the files c3d_*.c. Nothing that the file says is believed
 * before it was held against its size: every offset, count and dimension passes through here.
 */
#ifndef HG_IO_C3D_FILE_H
#define HG_IO_C3D_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#include "io/findings.h"
#include "io/h5_door.h"

#define HG__C3D_BLOCK 512
#define HG__C3D_KEY 0x50
#define HG__C3D_NAME 40   /* of a group or parameter, NUL included; longer ones are cut */
#define HG__C3D_PARTS 260 /* LABELS, LABELS2, ...: 65535 points need 258 */
#define HG__C3D_PLATES 32

/* As byte 4 of the parameter section states it. */
typedef enum hg__c3d_processor {
    HG__C3D_INTEL = 84,
    HG__C3D_DEC = 85,
    HG__C3D_MIPS = 86
} hg__c3d_processor;

typedef enum hg__c3d_type {
    HG__C3D_TEXT = -1,
    HG__C3D_BYTE = 1,
    HG__C3D_WHOLE = 2,
    HG__C3D_REAL = 4
} hg__c3d_type;

typedef struct hg__c3d_param {
    char group[HG__C3D_NAME], name[HG__C3D_NAME]; /* upper case; the group is empty for an orphan */
    int group_id;
    hg__c3d_type type;
    unsigned n_dims;
    unsigned char dim[7];
    size_t count;                /* values in all: the product of the dimensions, 1 without any */
    const unsigned char *values; /* all of them lie inside the file */
} hg__c3d_param;

/* What a point is. The models are streams of their own, apart from the markers. */
typedef enum hg__c3d_role {
    HG__C3D_MARKER = 0,
    HG__C3D_ANGLES,
    HG__C3D_FORCES,
    HG__C3D_MOMENTS,
    HG__C3D_POWERS,
    HG__C3D_SCALARS,
    HG__C3D_SEGMENTS, /* origins and axes of segments, in the lab */
    HG__C3D_ROLES,
    HG__C3D_UNNAMED = HG__C3D_ROLES,
    HG__C3D_OTHER_SUBJECT
} hg__c3d_role;

typedef struct hg__c3d_point {
    char name[HG_NAME_MAX];
    hg__c3d_role role;
    size_t index; /* among those of the same role */
} hg__c3d_point;

typedef struct hg__c3d_plate {
    size_t number;     /* from 1, as in the file */
    int type;          /* 1 to 4 */
    size_t channel[8]; /* from 0 */
    double cal[6][8];  /* type 4: forces and moments from the channels */
    double
        origin[3]; /* in the plate's axes: from the sensor's origin to the middle of the surface */
    double centre[3]; /* of the surface, in the lab */
    double R[9];      /* columns are the plate's axes in the lab */
    double half_diagonal;
    double moment_factor; /* to newtons times the unit of the points */
} hg__c3d_plate;

typedef struct hg__c3d {
    const unsigned char *bytes;
    size_t size;
    hg__sink *sink;
    const hg__limits *limits;
    hg_recording *rec;
    hg_trial *trial;
    hg__c3d_processor processor;

    hg__c3d_param *param;
    size_t n_params;
    bool damaged; /* the chain of parameters broke off */

    size_t n_points, n_analog; /* n_analog: all analog numbers of a frame */
    size_t first_frame, n_frames;
    double scale, rate_hz, t0_s;
    bool real;
    size_t data_at, frame_bytes;
    double length_factor; /* unit of the points to metres */

    hg__c3d_point *point;
    hg_stream *stream[HG__C3D_ROLES];
    char axes[4];

    size_t n_channels, per_frame; /* analog channels, samples of each in a frame of points */
    double *analog;               /* [sample][channel], scaled */
    char (*channel_unit)[HG_NAME_MAX];

    hg__c3d_plate *plate;
    size_t n_plates;
} hg__c3d;

/* --- c3d_number.c --- */
unsigned hg__c3d_u16(const unsigned char *b, hg__c3d_processor processor);
int hg__c3d_i16(const unsigned char *b, hg__c3d_processor processor);
double hg__c3d_f32(const unsigned char *b, hg__c3d_processor processor);
/* `n` numbers of a row of the data section: reals of 4 bytes, or signed whole numbers of 2. */
void hg__c3d_row(double *out, const unsigned char *b, size_t n, bool real,
                 hg__c3d_processor processor);

/* --- c3d_params.c --- */
hg_status hg__c3d_read_params(hg__c3d *c);
const hg__c3d_param *hg__c3d_find(const hg__c3d *c, const char *group, const char *name);
/* Value `i` as a number, NaN when there is none; whole numbers with or without sign. */
double hg__c3d_signed(const hg__c3d *c, const hg__c3d_param *p, size_t i);
double hg__c3d_unsigned(const hg__c3d *c, const hg__c3d_param *p, size_t i);
/* Text `i` in UTF-8, trimmed; "" when there is none. */
size_t hg__c3d_texts(const hg__c3d_param *p);
void hg__c3d_text(char *out, size_t room, const hg__c3d_param *p, size_t i);
/* First value or text of a parameter that may be absent. */
double hg__c3d_number(const hg__c3d *c, const char *group, const char *name);
void hg__c3d_word(char *out, size_t room, const hg__c3d *c, const char *group, const char *name);

/* A parameter continued in NAME2, NAME3, ... read as one list. */
typedef struct hg__c3d_list {
    const hg__c3d *c;
    const hg__c3d_param *part[HG__C3D_PARTS];
    size_t n_parts, n_texts, n_numbers;
} hg__c3d_list;
void hg__c3d_list_of(hg__c3d_list *list, const hg__c3d *c, const char *group, const char *name);
void hg__c3d_list_text(char *out, size_t room, const hg__c3d_list *list, size_t i);
double hg__c3d_list_number(const hg__c3d_list *list, size_t i);

/* --- c3d_labels.c --- */
hg_status hg__c3d_name_points(hg__c3d *c);
/* Where labels were cut to four letters and the descriptions hold the whole names, takes those. */
bool hg__c3d_names_are_cut(const hg__c3d_list *labels, const hg__c3d_list *descriptions, size_t n);
/* Appends _2, _3, ... to what occurs again. HG_ENOMEM. */
hg_status hg__c3d_make_unique(char (*labels)[HG_NAME_MAX], size_t n, hg_error *err);
/* Letters and digits of a text, upper case. */
void hg__c3d_plain(char *out, size_t room, const char *text);

/* --- c3d_points.c --- */
hg_status hg__c3d_add_point_streams(hg__c3d *c);
void hg__c3d_take_points(hg__c3d *c, size_t frame, const double *row);
/* After the last frame: decides on the unit of length and applies it. */
hg_status hg__c3d_scale_points(hg__c3d *c);

/* --- c3d_axes.c --- */
/* Letters of the lab axes from POINT:X_SCREEN and Y_SCREEN, the plates and the markers. */
void hg__c3d_find_axes(hg__c3d *c);

/* --- c3d_analog.c --- */
/* How the analog numbers of a frame divide into channels. */
hg_status hg__c3d_plan_analog(hg__c3d *c);
void hg__c3d_take_analog(hg__c3d *c, size_t frame, const double *row);
hg_status hg__c3d_add_analog_streams(hg__c3d *c);

/* --- c3d_plates.c, c3d_force.c --- */
hg_status hg__c3d_read_plates(hg__c3d *c);
/* Middle and axes of a plate from its corners; false when they span no surface. */
bool hg__c3d_place(hg__c3d_plate *p, double corner[4][3]);
hg_status hg__c3d_add_force_streams(hg__c3d *c);

/* --- c3d_events.c, c3d_subject.c --- */
hg_status hg__c3d_read_events(hg__c3d *c);
void hg__c3d_read_subject(hg__c3d *c);

/* Body measures as the group PROCESSING names them; reader and writer share the table. */
typedef enum hg__c3d_quantity { HG__C3D_MASS, HG__C3D_LENGTH, HG__C3D_ANGLE } hg__c3d_quantity;
typedef struct hg__c3d_measure {
    const char *name;     /* as it is written; without the side where there are two */
    const char *names[4]; /* how it is found: letters and digits only */
    hg__c3d_quantity quantity;
    bool sided;
    double least, most; /* kg, m: what a runner can have; a unit is right when it leads here */
    size_t offset;      /* of the number, or of the two by side, in hg_subject */
} hg__c3d_measure;
extern const hg__c3d_measure hg__c3d_measures[];
extern const size_t hg__c3d_n_measures;

#endif
