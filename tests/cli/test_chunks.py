# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sets as h5py writes them: our own way to their numbers and H5Dread both give what h5py reads, bit for bit."""
import os
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hgfiles  # noqa: E402

DUMP = os.path.join(os.environ.get('HIPGAIT_BUILD', '.'), 'tests', 'test_h5_chunks')

FILTERS = [{}, {'compression': 'gzip'}, {'shuffle': True}, {'fletcher32': True},
           {'compression': 'gzip', 'shuffle': True}, {'compression': 'gzip', 'fletcher32': True},
           {'shuffle': True, 'fletcher32': True},
           {'compression': 'gzip', 'compression_opts': 9, 'shuffle': True, 'fletcher32': True}]
TYPES = ['<f8', '>f8', '<f4', '>f4', '<i2', '>i2', '<i4', '>i4', '<i8', '>i8', '<u2', '<u4', '>u8', 'i1', 'u1', '<f2', '?']
SHAPES = [  # shape, chunks
    ((1000,), (128,)), ((1000,), (1000,)), ((7,), (3,)), ((500, 6), (512 // 4, 6)), ((500, 6), (77, 4)),
    ((1201, 28, 3), (512, 28, 3)), ((100, 5, 3), (33, 2, 2)), ((100, 5, 3), True), ((0, 4, 3), (16, 4, 3))]


class Chunks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, 'x.h5')
        self.rng = np.random.default_rng(5)

    def values(self, dtype, shape):
        smooth = np.cumsum(self.rng.normal(size=shape), axis=0)
        kind = np.dtype(dtype).kind
        if kind == 'f':
            smooth.flat[::17] = np.nan
            return smooth.astype(dtype)
        return (smooth * 30).astype('i8').astype(dtype)

    def compare(self, names):
        with h5py.File(self.file, 'r') as f:
            for name in names:
                want = f[name][()].astype('<f8').tobytes()
                for way in ('fast', 'library'):
                    got = subprocess.run([DUMP, self.file, name, way], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
                    with self.subTest(name=name, way=way):
                        self.assertEqual((got.returncode, got.stderr), (0, b''))
                        # numpy's conversion may set another payload of a NaN
                        a, b = (np.frombuffer(x, '<f8') for x in (got.stdout, want))
                        self.assertEqual(a.shape, b.shape)
                        same = (a.view('u8') == b.view('u8')) | (np.isnan(a) & np.isnan(b))
                        self.assertTrue(same.all(), np.flatnonzero(~same)[:5])

    def test_layouts(self):
        """Every filter with every shape, the types in turn."""
        names = []
        with h5py.File(self.file, 'w') as f:
            for i, (shape, chunks) in enumerate(SHAPES):
                for k, options in enumerate(FILTERS):
                    dtype = TYPES[(i * len(FILTERS) + k) % len(TYPES)]
                    names.append(f'{i}_{k}')
                    f.create_dataset(names[-1], data=self.values(dtype, shape), chunks=chunks,
                                     maxshape=None if shape[0] else (None, 4, 3), **options)
        self.compare(names)

    def test_types(self):
        """Every type, contiguous and in chunks with all filters."""
        names = []
        with h5py.File(self.file, 'w') as f:
            for i, dtype in enumerate(TYPES):
                for k, options in enumerate(({}, {'chunks': (50, 4, 3), **FILTERS[-1]})):
                    names.append(f'{i}_{k}')
                    f.create_dataset(names[-1], data=self.values(dtype, (120, 4, 3)), **options)
        self.compare(names)

    def test_absent_chunks_and_filters_left_out(self):
        for version in ('earliest', 'latest'):
            with h5py.File(self.file, 'w', libver=version) as f:
                for name, fill in (('a', None), ('b', -7.5)):
                    d = f.create_dataset(name, shape=(1000, 4, 3), maxshape=(None, 4, 3), dtype='<f4', chunks=(64, 4, 3),
                                         compression='gzip', shuffle=True, fillvalue=fill)
                    d[128:300] = self.values('<f4', (172, 4, 3))
                    raw = self.values('<f4', (64, 4, 3))
                    d.id.write_direct_chunk((640, 0, 0), raw.tobytes(), filter_mask=3)
                    d.resize(1100, axis=0)
            self.compare('ab')

    def shuffled_by(self, width):
        """Shuffle's own number in the file, which HDF5 sets to the size of the type, becomes another."""
        with h5py.File(self.file, 'w', libver='earliest') as f:
            f.create_dataset('x', data=self.values('<f8', (100, 4)), chunks=(50, 4), shuffle=True, compression='gzip')
        with open(self.file, 'rb') as f:
            raw = bytearray(f.read())
        at = raw.index(b'shuffle\0') + 8
        self.assertEqual(raw[at:at + 4], b'\x08\0\0\0')
        raw[at] = width
        with open(self.file, 'wb') as f:
            f.write(raw)

    def test_shuffled_by_another_width(self):
        for width in (1, 2, 3, 4, 16):
            self.shuffled_by(width)
            self.compare('x')
        self.shuffled_by(0)
        done = subprocess.run([DUMP, self.file, 'x', 'fast'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual((done.returncode, done.stderr.decode().count('a shuffle filter without the size of its elements')), (1, 1))


if __name__ == '__main__':
    hgfiles.main()
