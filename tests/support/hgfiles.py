# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of recordings share: the command under test, and sound files to spoil."""
import os
import re
import subprocess
import sys

import h5py
import numpy as np

HIPGAIT = os.environ.get('HIPGAIT', 'hipgait')
SOURCE = os.environ.get('HIPGAIT_SOURCE', os.path.join(os.path.dirname(__file__), '..', '..'))
LABELS = ['LASI', 'RASI', 'LKNE', 'RKNE']


def data_file(*parts):
    """A test recording; without it the test is skipped, except in CI, where that is a failure."""
    import unittest
    root = os.environ.get('HIPGAIT_TEST_DATA', os.path.join(SOURCE, '..', 'shared', 'data'))
    path = os.path.join(root, *parts)
    if not os.path.exists(path):
        message = 'test recording missing: ' + os.path.join(*parts)
        if os.environ.get('CI') == 'true':
            raise AssertionError(message)
        raise unittest.SkipTest(message)
    return path


def run(*args, timeout=60, damaged=False):
    """Runs the command; a hang is a failure of the test. What a sanitizer finds must not pass as an
    ordinary exit code. Libhdf5 1.10 loses some bytes of its own where an object header is damaged:
    there leaks are not looked
    for; and it may ask malloc for absurd sizes, which is answered as malloc does."""
    options = [os.environ.get('ASAN_OPTIONS', ''), 'exitcode=99']
    if damaged:
        options += ['detect_leaks=0', 'allocator_may_return_null=1']
    done = subprocess.run([HIPGAIT, *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=timeout, text=True, errors='replace',
                          env={**os.environ, 'ASAN_OPTIONS': ':'.join(filter(None, options))})
    if damaged:  # the sanitizer's remark on such a request
        done.stderr = re.sub(r'^==\d+==WARNING: AddressSanitizer failed to allocate .*\n', '', done.stderr, flags=re.M)
    return done


def has_command(name):
    return 'there is no command' not in run(name, '--help').stderr


def positions(frames=600, markers=4, seed=7):
    """Smooth paths in metres, time x marker x 3."""
    rng = np.random.default_rng(seed)
    t = np.arange(frames)[:, None, None] / 200.
    return (rng.normal(size=(1, markers, 3)) * 0.1 + [0, 0, 1]
            + 0.05 * np.sin(2 * np.pi * 1.4 * t + rng.uniform(0, 6, (1, markers, 3))))


def write_markers(trial, xyz, name='markers', labels=None, **attrs):
    g = trial.create_group('streams/' + name)
    g.attrs.update({'kind': 'markers', 'rate_hz': 200., 't0_s': 0., 'axes': 'ALS', **attrs})
    d = g.create_dataset('data', data=xyz, chunks=(min(512, len(xyz)), xyz.shape[1], 3), compression='gzip', shuffle=True)
    d.attrs['units'] = 'm'
    d.attrs['labels'] = LABELS[:xyz.shape[1]] if labels is None else labels
    return g


def write_sound(path, change=None, frames=600, userblock=0):
    """A small sound recording; `change(file)` then spoils or extends it."""
    with h5py.File(path, 'w', userblock_size=userblock) as f:
        f.attrs.update(schema='hipgait', schema_version='1.0', created_by='test')
        f.create_group('subject').attrs.update(id='R017', sex='F', age_years=34., mass_kg=68.2, height_m=1.74)
        f.create_group('session').attrs.update(id='S01', visit=1)
        t = f.create_group('trials/run01')
        t.attrs.update(task='run', treadmill=1, speed_m_s=3.0, incline_percent=0.)
        write_markers(t, positions(frames))
        e = t.create_group('events')
        e['time'] = [0.10, 0.46]
        e['time'].attrs['units'] = 's'
        e['label'] = ['IC', 'IC']
        e['side'] = ['L', 'R']
        e['source'] = ['manual', 'manual']
        if change:
            change(f)
    return path


def main():
    """unittest.main(), with 77 when everything was skipped."""
    import unittest
    program = unittest.main(module=sys.modules['__main__'], exit=False)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.testsRun and len(result.skipped) == result.testsRun else 0)
