# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that try to reach out, to exhaust, or that are broken: one clear line each, and nothing else.

Every file is checked by `validate` (exit 1, findings on stdout) and by `info`, which is the reader
itself (exit 65, one line on stderr); where there is an `analyze`, it must say one line, exit 65 and
leave no result and no report behind."""
import os
import random
import struct
import sys
import tempfile
import unittest
import zlib

import h5py
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hgfiles  # noqa: E402

MARKERS = 'trials/run01/streams/markers'
# A reader that hangs or swaps is a failure; an ordinary refusal takes milliseconds.
LIMIT_S = 30


def lookup3(data):
    """The checksum of HDF5's metadata: Bob Jenkins' public-domain lookup3, little-endian."""
    m = 0xffffffff

    def rot(x, k):
        return (x << k | x >> (32 - k)) & m
    a = b = c = (0xdeadbeef + len(data)) & m
    while len(data) > 12:
        x, y, z = struct.unpack('<III', data[:12])
        a, b, c = (a + x) & m, (b + y) & m, (c + z) & m
        a = (a - c) & m ^ rot(c, 4); c = (c + b) & m
        b = (b - a) & m ^ rot(a, 6); a = (a + c) & m
        c = (c - b) & m ^ rot(b, 8); b = (b + a) & m
        a = (a - c) & m ^ rot(c, 16); c = (c + b) & m
        b = (b - a) & m ^ rot(a, 19); a = (a + c) & m
        c = (c - b) & m ^ rot(b, 4); b = (b + a) & m
        data = data[12:]
    if data:
        x, y, z = struct.unpack('<III', data.ljust(12, b'\0'))
        a, b, c = (a + x) & m, (b + y) & m, (c + z) & m
        c = ((c ^ b) - rot(b, 14)) & m
        a = ((a ^ c) - rot(c, 11)) & m
        b = ((b ^ a) - rot(a, 25)) & m
        c = ((c ^ b) - rot(b, 16)) & m
        a = ((a ^ c) - rot(c, 4)) & m
        b = ((b ^ a) - rot(a, 14)) & m
        c = ((c ^ b) - rot(b, 24)) & m
    return c


def without_data(f):
    """Takes the samples out, and gives the group and the attributes they had."""
    g = f[MARKERS]
    attrs = dict(g['data'].attrs)
    del g['data']
    return g, attrs


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.analyze = hgfiles.has_command('analyze')

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.out = self.path('out')

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def spoiled(self, change):
        return hgfiles.write_sound(self.path('x.h5'), change)

    def one_line(self, r, code, text=''):
        self.assertEqual(r.returncode, code, f'{r.returncode}: {r.stdout}{r.stderr}')
        self.assertEqual(r.stdout, '')
        self.assertEqual(r.stderr.count('\n'), 1, r.stderr)
        self.assertTrue(r.stderr.startswith('hipgait: '), r.stderr)
        self.assertNotIn(self.folder.name, r.stderr)
        self.assertIn(text, r.stderr)

    def left_over(self):
        """Files below the output folder that hold a result or a report."""
        return [n for _, _, names in os.walk(self.out) for n in names
                if n.endswith(('.html', '.csv', '.pdf', '.json')) and n not in ('manifest.json', 'failures.csv')]

    def refused(self, path, *words, faults=None, analyze=True, damaged=False):
        r = hgfiles.run('validate', '-q', path, timeout=LIMIT_S, damaged=damaged)
        self.assertEqual((r.returncode, r.stderr), (1, ''), r.stdout)
        lines = r.stdout.splitlines()
        if faults is not None:
            self.assertEqual(len(lines), faults + 1, r.stdout)
        for line in lines:
            self.assertTrue(line.startswith(path + ': '), line)
            self.assertLess(len(line), len(path) + 900)
        for word in words:
            self.assertIn(word, r.stdout)
        self.one_line(hgfiles.run('info', path, timeout=LIMIT_S, damaged=damaged), 65)
        if self.analyze and analyze:
            self.one_line(hgfiles.run('analyze', path, '-o', self.out, timeout=LIMIT_S, damaged=damaged), 65)
            self.assertEqual(self.left_over(), [])

    # --- other kinds of files ---

    def test_matlab5(self):
        self.refused(hgfiles.data_file('ric', '20140515T133244_r.mat'), 'a MATLAB v5 file, not HDF5', faults=1)

    def test_known_formats(self):
        for parts, words in ((('axivity', 'ax3test.wav'), 'a WAV file'), (('rbds', 'RBDSinfo.txt'), 'a text file'),
                             (('broad', '02_undisturbed_slow_rotation_B.hdf5'), 'an HDF5 file without this attribute')):
            with self.subTest(words):
                self.refused(hgfiles.data_file(*parts), words, faults=1)

    def test_made_up_files(self):
        cases = {
            'empty': (b'', 'an empty file'),
            'gzip': (b'\x1f\x8b\x08' + bytes(100), 'a gzip archive'),
            'zip': (b'PK\x03\x04' + bytes(100), 'a zip archive'),
            'noise': (random.Random(1).randbytes(5000), 'a file of unknown kind'),
            'head': (b'MATLAB 7.3 MAT-file, Platform'.ljust(512), 'the head of a MATLAB 7.3 file'),
            'signature': (b'\x89HDF\r\n\x1a\n', 'a damaged HDF5 structure'),
            'signature and zeros': (b'\x89HDF\r\n\x1a\n' + bytes(4096), '8 bytes, as HDF5 writes'),
        }
        for name, (content, words) in cases.items():
            with self.subTest(name):
                with open(self.path('x.h5'), 'wb') as f:
                    f.write(content)
                self.refused(self.path('x.h5'), words, faults=1)

    def test_matlab73_is_named_by_its_content(self):
        p = self.path('x.mat')
        with h5py.File(p, 'w', userblock_size=512) as f:
            f['x'] = np.arange(3.)
        with open(p, 'r+b') as f:
            f.write(b'MATLAB 7.3 MAT-file'.ljust(128))
        self.refused(p, 'a MATLAB 7.3 file', faults=1)

    def test_folder_and_pipe(self):
        os.mkdir(self.path('folder.h5'))
        self.refused(self.path('folder.h5'), 'not a regular file', faults=1, analyze=False)
        os.mkfifo(self.path('pipe.h5'))  # must not wait for somebody to write
        self.refused(self.path('pipe.h5'), 'not a regular file', faults=1, analyze=False)

    # --- ways out of the file ---

    def test_external_link(self):
        other = hgfiles.write_sound(self.path('other.h5'))

        def change(f):
            del f['subject']
            f['subject'] = h5py.ExternalLink(other, '/subject')
        self.refused(self.spoiled(change), '/subject: found an external link', faults=1)

    def test_external_link_behind_soft_link(self):
        other = hgfiles.write_sound(self.path('other.h5'))

        def change(f):
            f['a'] = h5py.SoftLink('/z/subject')
            f['z'] = h5py.ExternalLink(other, '/')
        self.refused(self.spoiled(change), '/z: found an external link', faults=1)

    def test_user_defined_link(self):
        """HDF5 lets programs define kinds of links of their own, from number 65 on."""
        p = self.path('x.h5')
        with h5py.File(p, 'w', libver='latest') as f:
            f['zz'] = h5py.ExternalLink('o', '/')
        with open(p, 'rb') as f:
            b = bytearray(f.read())
        start = b.index(b'OHDR')  # version, flags, then by the flags times and limits, size, messages, checksum
        flags = b[start + 5]
        head = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        end = start + head + width + int.from_bytes(b[start + head:start + head + width], 'little')
        name = b.index(b'\x02zz', start, end)
        kind = b.rindex(b'\x40', start, name)  # 64 is the external kind
        b[kind] = 70
        b[end:end + 4] = struct.pack('<I', lookup3(bytes(b[start:end])))
        with open(p, 'wb') as f:
            f.write(b)
        self.refused(p, '/zz: found a link of a kind that a program defined for itself', faults=1)

    def test_external_storage(self):
        secret = self.path('secret.txt')
        with open(secret, 'wb') as f:
            f.write(b'secret' * 10000)

        def change(f):
            g, attrs = without_data(f)
            g.create_dataset('data', shape=(600, 4, 3), dtype='f4', external=[(secret, 0, 600 * 48)])
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), 'markers/data: found external storage', faults=1)

    def test_virtual(self):
        other = hgfiles.write_sound(self.path('other.h5'))

        def change(f):
            g, attrs = without_data(f)
            layout = h5py.VirtualLayout(shape=(600, 4, 3), dtype='f8')
            layout[:] = h5py.VirtualSource(other, MARKERS + '/data', shape=(600, 4, 3))
            g.create_virtual_dataset('data', layout)
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), 'markers/data: found a virtual data set', faults=1)

    def test_nothing_else_is_opened(self):
        """The files that a hostile file points to are never opened: they are pipes that would hang."""
        os.mkfifo(self.path('trap.h5'))
        trap = self.path('trap.h5')

        def change(f):
            f['a_link'] = h5py.ExternalLink(trap, '/subject')
            f['b_soft'] = h5py.SoftLink('/a_link/x')
            layout = h5py.VirtualLayout(shape=(4,), dtype='f8', maxshape=(None,))
            layout[:] = h5py.VirtualSource(trap, 'x', shape=(4,), maxshape=(None,))
            f.create_virtual_dataset('c_virtual', layout)
        self.refused(self.spoiled(change), '/a_link: found an external link', '/c_virtual: found a virtual data set', faults=2)

    # --- circles ---

    def test_soft_links(self):
        cases = {
            'circle': lambda f: (f.__setitem__('a', h5py.SoftLink('/b')), f.__setitem__('b', h5py.SoftLink('/a'))),
            'itself': lambda f: f.__setitem__('a', h5py.SoftLink('/a')),
            'nowhere': lambda f: f.__setitem__('a', h5py.SoftLink('/nowhere')),
            'upwards': lambda f: f.__setitem__('trials/up', h5py.SoftLink('/')),
        }
        for name, change in cases.items():
            with self.subTest(name):
                self.refused(self.spoiled(change), 'found a soft link that leads nowhere or in a circle' if name != 'upwards'
                             else '/trials/up: found a link back to a group above it')

    def test_hard_link_loop(self):
        def change(f):
            f['trials/run01/again'] = f['trials']
        self.refused(self.spoiled(change), '/trials/run01/again: found a link back to a group above it', faults=1)

    # --- sizes ---

    def claim(self, shape, **options):
        def change(f):
            g, attrs = without_data(f)
            g.create_dataset('data', shape=shape, dtype='f8', **options)
            g['data'].attrs.update(attrs)
        return self.spoiled(change)

    def test_claims(self):
        self.refused(self.claim((1 << 36, 1, 1), chunks=(1024, 1, 1)), 'a claim of more than 4 GiB', faults=1)  # 512 GiB
        self.refused(self.claim((1 << 36, 1, 1)), 'a claim of more than 4 GiB', faults=1)  # contiguous, never written
        self.refused(self.claim((1 << 24, 4, 3), chunks=(512, 4, 3)), 'of which 0 are stored', faults=1)  # 1.5 GiB
        self.refused(self.claim((1 << 62, 1 << 62, 1 << 62), chunks=(512, 1, 1)), 'a claim of more than', faults=1)
        self.refused(self.claim((600, 4, 3)), 'nothing was ever written', faults=1)
        self.refused(self.claim((1 << 24, 1, 1), chunks=(1 << 24, 1, 1)), 'a chunk larger than that', faults=1)

    def test_one_chunk_of_many(self):
        def change(f):
            g, attrs = without_data(f)
            g.create_dataset('data', shape=(1 << 22, 4, 3), dtype='f8', chunks=(512, 4, 3), compression='gzip')
            g['data'][:512] = 1
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), 'a claim of 402653184 bytes', faults=1)

    def test_compact_claim(self):
        """Compact storage of 64 bytes whose shape was patched to claim 512 GiB and 64 KiB."""
        for count, words in ((1 << 36, 'a claim of more than'), (1 << 13, 'bytes where its shape needs')):
            def change(f):
                g, attrs = without_data(f)
                space = h5py.h5s.create_simple((8, 1, 1))
                plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
                plist.set_layout(h5py.h5d.COMPACT)
                h5py.h5d.create(g.id, b'data', h5py.h5t.NATIVE_DOUBLE, space, plist)
                g['data'][:] = 1
                g['data'].attrs.update(attrs)
                g['data'].attrs['labels'] = ['A']
            p = self.spoiled(change)
            with open(p, 'rb') as f:
                b = f.read()
            old = struct.pack('<QQQ', 8, 1, 1)
            self.assertIn(b.count(old), (1, 2))  # the shape, and the largest shape
            with open(p, 'wb') as f:
                f.write(b.replace(old, struct.pack('<QQQ', count, 1, 1)))
            with self.subTest(count):
                self.refused(p, words, faults=1)

    def test_rank(self):
        self.refused(self.spoiled(lambda f: f.__setitem__('x', np.zeros((2, 2, 2, 2, 2)))), '/x: found 5 dimensions; expected at most 4', faults=1)

    # --- filters ---

    def test_lzf(self):
        def change(f):
            g, attrs = without_data(f)
            g.create_dataset('data', data=hgfiles.positions(), compression='lzf')
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), "found lzf compression; expected gzip; with h5py write it again with compression='gzip'", faults=1)

    def test_other_filters(self):
        for name, options, words in (('scale-offset', {'scaleoffset': 3}, 'filter 6'), ('szip', {'compression': 'szip'}, 'filter 4')):
            with self.subTest(name):
                def change(f):
                    g, attrs = without_data(f)
                    g.create_dataset('data', data=hgfiles.positions().astype('f4'), chunks=(100, 4, 3), **options)
                    g['data'].attrs.update(attrs)
                try:
                    p = self.spoiled(change)
                except ValueError as e:  # this h5py cannot encode szip
                    self.skipTest(str(e))
                self.refused(p, words, faults=1)

    def test_compressed_variable_texts(self):
        def change(f):
            g = f['trials/run01/events']
            del g['label']
            g.create_dataset('label', data=['IC', 'IC'], chunks=(2,), compression='gzip')
        self.refused(self.spoiled(change), 'events/label: found compressed texts of variable length', faults=1)

    # --- chunks: the sizes and bytes behind a sound description ---

    CHUNK = 100 * 4 * 3 * 8  # bytes of one without filters

    def raw_chunk(self, raw, at=(100, 0, 0), mask=0, **options):
        """Sound samples of which one chunk was written past the filters."""
        def change(f):
            g, attrs = without_data(f)
            d = g.create_dataset('data', data=hgfiles.positions(), chunks=(100, 4, 3), **options)
            d.id.write_direct_chunk(at, raw, filter_mask=mask)
            d.attrs.update(attrs)
        return self.spoiled(change)

    def test_chunks_of_wrong_bytes(self):
        sound = hgfiles.positions()[100:200].tobytes()
        gzip = {'compression': 'gzip'}
        both = {'compression': 'gzip', 'shuffle': True}
        flipped = bytearray(zlib.compress(sound))
        flipped[len(flipped) // 2] ^= 4
        cases = {
            'cut off': (zlib.compress(sound)[:-100], gzip, 'the chunk at [100, 0, 0] '),
            'flipped': (bytes(flipped), both, 'the chunk at [100, 0, 0] '),
            'noise': (random.Random(3).randbytes(4000), both, 'the chunk at [100, 0, 0] has damaged compressed bytes'),
            'one byte': (b'x', both, 'the chunk at [100, 0, 0] has damaged compressed bytes'),
            'too little': (zlib.compress(sound[:-8]), both, f'inflates to {self.CHUNK - 8} bytes instead of {self.CHUNK}'),
            'nothing': (zlib.compress(b''), gzip, f'inflates to 0 bytes instead of {self.CHUNK}'),
            'too much': (zlib.compress(sound + b'\0'), both, f'inflates to more than its {self.CHUNK} bytes'),
            'bomb': (zlib.compress(bytes(1 << 27)), both, f'inflates to more than its {self.CHUNK} bytes'),
            'not shuffled': (sound[:-1], {'shuffle': True}, f'has {self.CHUNK - 1} bytes instead of {self.CHUNK}'),
            'checksum': (sound + b'\1\2\3\4', {'fletcher32': True}, 'has a wrong checksum (fletcher32)'),
            'no checksum': (b'xy', {'fletcher32': True}, 'has a wrong checksum (fletcher32)'),
            'checksum of gzip': (zlib.compress(sound) + b'\0\0\0\0', {**both, 'fletcher32': True}, 'has a wrong checksum (fletcher32)'),
        }
        for name, (raw, options, words) in cases.items():
            with self.subTest(name):
                self.refused(self.raw_chunk(raw, **options), 'markers/data: found damaged data: the chunk at [100, 0, 0] ', words, faults=1)

    def test_filters_left_out_of_a_chunk(self):
        """Filters that a chunk says it did without are no fault; a wrong size without them is."""
        both = {'compression': 'gzip', 'shuffle': True}
        sound = hgfiles.positions()[100:200].tobytes()
        for mask, raw in ((3, sound), (1, zlib.compress(sound))):
            r = hgfiles.run('validate', self.raw_chunk(raw, mask=mask, **both))
            self.assertEqual((r.returncode, r.stderr), (0, ''), r.stdout)
        self.refused(self.raw_chunk(zlib.compress(sound), mask=3, **both), 'bytes instead of', faults=1)
        self.refused(self.raw_chunk(sound[:-8], mask=3, **both), f'has {self.CHUNK - 8} bytes instead of {self.CHUNK}', faults=1)
        self.refused(self.raw_chunk(zlib.compress(bytes(1 << 27)), mask=1, **both), 'inflates to more than', faults=1)

    def test_bombs_that_the_library_would_inflate(self):
        """Kinds of data that stay with libhdf5, which inflates to whatever the bytes claim: other numbers, texts."""
        bomb = zlib.compress(bytes(1 << 27))

        def half(f):
            g, attrs = without_data(f)
            d = g.create_dataset('data', data=hgfiles.positions().astype('f2'), chunks=(100, 4, 3), compression='gzip')
            d.id.write_direct_chunk((200, 0, 0), bomb)
            d.attrs.update(attrs)

        def texts(f):
            g = f['trials/run01/events']
            del g['label']
            d = g.create_dataset('label', data=np.array([b'IC', b'IC']), chunks=(2,), compression='gzip')
            d.id.write_direct_chunk((0,), zlib.compress(bytes(50000)))  # libhdf5 writes no larger one here

        def mask(f):
            d = f[MARKERS].create_dataset('valid', data=np.ones((600, 4), bool), chunks=(100, 4), compression='gzip')
            d.id.write_direct_chunk((500, 0), bomb)
        for name, change, words in (('half', half, 'markers/data: found damaged data: the chunk at [200, 0, 0] inflates to more'),
                                    ('texts', texts, 'events/label: found damaged data: the chunk at [0] inflates to more'),
                                    ('mask', mask, 'markers/valid: found damaged data: the chunk at [500, 0] inflates to more')):
            with self.subTest(name):
                self.refused(self.spoiled(change), words, faults=1)

    def test_chunk_larger_than_the_file(self):
        """The list of chunks (version 1: key is length, filters left out, offsets) says more than there is."""
        p = self.raw_chunk(hgfiles.positions()[100:200].tobytes(), mask=3, compression='gzip', shuffle=True)
        with open(p, 'rb') as f:
            b = f.read()
        key = struct.pack('<IIQQQQ', self.CHUNK, 3, 100, 0, 0, 0)
        self.assertEqual(b.count(key), 1)
        for size in (0x7fffffff, len(b) + 1, len(b) - 1):
            with open(p, 'wb') as f:
                f.write(b.replace(key, struct.pack('<I', size) + key[4:]))
            with self.subTest(size):
                self.refused(p, 'found', faults=1, damaged=True)

    def test_many_chunks(self):
        def change(f):
            g, attrs = without_data(f)
            g.create_dataset('data', shape=(1 << 21, 1, 1), dtype='f8', chunks=(1, 1, 1), compression='gzip')[5] = 1
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), 'found too many chunks', faults=1)

        def beyond(f):  # each chunk 48 MiB of which one column of 8 bytes counts
            g, attrs = without_data(f)
            g.create_dataset('data', shape=(100000, 1, 3), maxshape=(None, None, 3), dtype='f8', chunks=(1, 1 << 21, 3), compression='gzip')
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(beyond), 'reach so far beyond the shape', faults=1)

    def test_filter_twice(self):
        def change(f):
            g, attrs = without_data(f)
            plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            plist.set_chunk((100, 4, 3))
            plist.set_deflate(4)
            plist.set_deflate(4)
            h5py.h5d.create(g.id, b'data', h5py.h5t.NATIVE_DOUBLE, h5py.h5s.create_simple((600, 4, 3)), plist)
            g['data'][...] = hgfiles.positions()
            g['data'].attrs.update(attrs)
        self.refused(self.spoiled(change), 'markers/data: found the filter 1 twice; expected each filter once', faults=1)

    # --- numbers of things ---

    def test_deep_groups(self):
        def change(f):
            g = f
            for i in range(300):
                g = g.create_group('g')
        self.refused(self.spoiled(change), 'found groups nested too deep; expected at most 32', faults=1)

    def test_many_objects(self):
        def change(f):
            g = f.create_group('many')
            for i in range(20000):
                g.create_group(str(i))
        self.refused(self.spoiled(change), '/many: found 20000 objects; expected at most 10000', faults=1)

    def test_many_links_to_one(self):
        def change(f):
            for k in range(4):
                g = f.create_group(f'many{k}')
                for i in range(4000):
                    g[str(i)] = f['subject']
        self.refused(self.spoiled(change), 'too many objects', faults=1)

    def test_many_attributes(self):
        def change(f):
            for i in range(1200):
                f['session'].attrs[f'a{i}'] = i
        self.refused(self.spoiled(change), '/session: found 1202 attributes; expected at most 1000', faults=1)

    def test_huge_attribute(self):
        def change(f):
            g, attrs = without_data(f)
            plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            plist.set_attr_phase_change(0, 0)  # outside the object's header, where 64 KiB are no limit
            h5py.h5d.create(g.id, b'data', h5py.h5t.NATIVE_DOUBLE, h5py.h5s.create_simple((600, 4, 3)), plist)
            g['data'][...] = hgfiles.positions()
            g['data'].attrs.update(attrs)
            g['data'].attrs['labels'] = np.full(4, b'x' * 1000000)
        p = self.path('x.h5')
        with h5py.File(p, 'w', libver='latest') as f, h5py.File(hgfiles.write_sound(self.path('plain.h5')), 'r') as g:
            for name in g:
                g.copy(name, f)
            f.attrs.update(dict(g.attrs))
            change(f)
        self.refused(p, 'data@labels: found a larger attribute; expected at most 1 MiB', faults=1)

    def test_string_bombs(self):
        self.refused(self.spoiled(lambda f: f['subject'].attrs.__setitem__('id', 'x' * 5000000)),
                     'a text or list of 5000000 bytes; expected at most 1 MiB', faults=1)
        self.refused(self.spoiled(lambda f: f['subject'].attrs.__setitem__('id', 'x' * 900000)),
                     '/subject@id: found a text of 900000 bytes', faults=1)

        # 4000 references to one text of 900000 bytes: 3.6 GB from a file of 1 MB
        def change(f):
            f[MARKERS + '/data'].attrs['labels'] = ['A', 'x' * 900000] + ['B'] * 3998
        p = self.spoiled(change)
        with open(p, 'rb') as f:
            b = f.read()
        big = b.index(struct.pack('<I', 900000))
        one = struct.pack('<I', 1)
        reference = b[big:big + 16]
        at = big + 16
        self.assertEqual(b[at:at + 4], one)
        b = b[:at] + reference * 3998 + b[at + 16 * 3998:]
        with open(p, 'wb') as f:
            f.write(b)
        self.refused(p, 'data@labels: found more text than that; expected at most 64 MiB', faults=1)

    def test_heap_without_end(self):
        """A heap of texts whose free space has no length sends libhdf5 1.10 round in circles."""
        p = self.spoiled(lambda f: None)
        with open(p, 'rb') as f:
            b = bytearray(f.read())
        heap = b.index(b'GCOL\x01')
        at, end = heap + 16, heap + struct.unpack_from('<Q', b, heap + 8)[0]
        while struct.unpack_from('<H', b, at)[0]:  # number, references, length, text padded to 8
            at += 16 + (struct.unpack_from('<Q', b, at + 8)[0] + 7) // 8 * 8
            self.assertLess(at, end)
        struct.pack_into('<Q', b, at + 8, 0)
        with open(p, 'wb') as f:
            f.write(b)
        self.refused(p, 'found a damaged attribute or text')

    def test_dangling_references(self):
        """References of texts into nowhere, which libhdf5 1.10 would follow: file address and number."""
        with open(self.spoiled(lambda f: None), 'rb') as f:
            whole = f.read()
        heap = whole.index(b'GCOL\x01')
        reference = struct.pack('<IQ', len('hipgait'), heap)  # attribute schema: length, address, then the number
        at = whole.index(reference)
        for name, offset, value in (('number', 12, 0x7fffffff), ('address', 4, 0x7fffffff), ('length', 0, 3)):
            b = bytearray(whole)
            struct.pack_into('<I', b, at + offset, value)
            with open(self.path('x.h5'), 'wb') as f:
                f.write(b)
            with self.subTest(name):
                self.refused(self.path('x.h5'), '/: found a damaged attribute or text', faults=1)

    def test_address_of_all_ones(self):
        """The undefined address as the place of something: libhdf5 1.10 follows it into a buffer that is not there."""
        with open(self.spoiled(lambda f: None), 'rb') as f:
            whole = f.read()
        seen = 0
        at = whole.find(b'TREE')
        while at >= 0:  # type, level, entries, left, right, then key and child in turn
            kind, entries = whole[at + 4], struct.unpack_from('<H', whole, at + 6)[0]
            if entries:
                key = 8 if kind == 0 else 4 + 4 + 8 * 4  # name; length, filters left out, offsets of three dimensions
                b = bytearray(whole)
                b[at + 24 + key:at + 32 + key] = b'\xff' * 8
                with open(self.path('x.h5'), 'wb') as f:
                    f.write(b)
                with self.subTest(at):
                    self.refused(self.path('x.h5'), 'damaged', faults=1, damaged=True)
                seen += 1
            at = whole.find(b'TREE', at + 1)
        self.assertGreater(seen, 5)

    def test_control_characters(self):
        """Names and texts of a file must not steer a terminal, nor break the line."""
        def change(f):
            f['trials/run01'].attrs['task'] = 'a\nb\x1b[31m'
            f.create_group('trials/bad\n\x1b[2Jname')
        r = hgfiles.run('validate', self.spoiled(change))
        self.assertEqual(r.returncode, 1)
        self.assertNotIn('\x1b', r.stdout)
        for line in r.stdout.splitlines():
            self.assertTrue(line.startswith(self.path('x.h5') + ': '), line)
        self.one_line(hgfiles.run('info', self.path('x.h5')), 65)

    # --- damage ---

    def test_truncated_everywhere(self):
        with open(hgfiles.write_sound(self.path('sound.h5')), 'rb') as f:
            whole = f.read()
        p = self.path('cut.h5')
        self.assertGreater(len(whole), 50 * 512)
        for size in range(0, len(whole), 512):
            with self.subTest(size):
                with open(p, 'wb') as f:
                    f.write(whole[:size])
                self.refused(p, 'an empty file' if size == 0 else f'{size} of {len(whole)} bytes: the file was cut off', faults=1)

    def test_flipped_bytes(self):
        """Whatever the damage: an answer in time, sound or refused, never a crash."""
        sounds = [hgfiles.write_sound(self.path('a.h5'), frames=60)]
        p = self.path('latest.h5')
        with h5py.File(p, 'w', libver='latest') as f, h5py.File(sounds[0], 'r') as g:
            for name in g:
                g.copy(name, f)
            f.attrs.update(dict(g.attrs))
        sounds.append(p)
        wholes = []
        for p in sounds:
            with open(p, 'rb') as f:
                wholes.append(f.read())
        seen = {0: 0, 1: 0}
        for seed in range(300):
            rng = random.Random(seed)
            b = bytearray(wholes[seed % 2])
            for _ in range(rng.choice([1, 1, 1, 4, 16])):
                b[rng.randrange(len(b))] ^= rng.randrange(1, 256)
            with open(self.path('flip.h5'), 'wb') as f:
                f.write(b)
            with self.subTest(seed=seed):
                r = hgfiles.run('validate', self.path('flip.h5'), timeout=LIMIT_S, damaged=True)
                self.assertIn(r.returncode, (0, 1), f'{r.returncode} {r.stderr[-2000:]}')
                self.assertEqual(r.stderr, '')
                seen[r.returncode] += 1
        self.assertGreater(seen[1], 50)  # else the flips hit nothing that matters


if __name__ == '__main__':
    hgfiles.main()
