# SPDX-License-Identifier: GPL-3.0-or-later
"""The specification is run as written: its Python blocks must make files that are found sound."""
import os
import re
import sys
import tempfile
import unittest

import h5py
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hgfiles  # noqa: E402

PAGE = os.path.join(hgfiles.SOURCE, 'docs', 'recording-format.md')


def python_blocks():
    with open(PAGE, encoding='utf-8') as f:
        return re.findall(r'^```python\n(.*?)^```$', f.read(), re.S | re.M)


class RecordingFormat(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, 'R017_S01.h5')

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def run_blocks(self, blocks, **arrays):
        here = os.getcwd()
        os.chdir(self.folder.name)
        try:
            space = dict(arrays)
            for block in blocks:
                exec(compile(block, 'recording-format.md', 'exec'), space)
        finally:
            os.chdir(here)

    def sound(self, path):
        r = hgfiles.run('validate', path)
        self.assertEqual((r.returncode, r.stdout, r.stderr), (0, f'{path}: ok\n', ''))

    def faults(self, path, *parts):
        r = hgfiles.run('validate', '-q', path)
        self.assertEqual(r.returncode, 1, r.stdout + r.stderr)
        self.assertEqual(r.stderr, '')
        for part in parts:
            self.assertIn(part, r.stdout)
        return r.stdout

    def test_ten_line_writer(self):
        block = python_blocks()[0]
        lines = [x for x in block.splitlines() if x.strip() and not x.startswith(('import', 'with'))]
        self.assertEqual(len(lines), 10)
        xyz = hgfiles.positions(700)
        xyz[100:120, 2] = np.nan
        self.run_blocks([block], xyz=xyz)
        self.sound(self.file)
        info = hgfiles.run('info', self.file)
        self.assertEqual((info.returncode, info.stderr), (0, ''))
        for part in ('R017_S01.h5', 'runner    R017', 'session   S01', 'trial     run01', 'task run', 'on treadmill',
                     '4 markers, 700 frames at 200 Hz', '3.500 s', 'axes ALS', 'L.ASIS R.ASIS L.PSIS R.PSIS',
                     '0.71 % missing'):  # 20 of 2800 samples
            self.assertIn(part, info.stdout)
        self.assertNotIn(self.folder.name, info.stdout)

    def test_all_examples(self):
        rng = np.random.default_rng(3)
        self.run_blocks(python_blocks(), xyz=hgfiles.positions(500).astype('f4'), forces=rng.normal(size=(2500, 6)),
                        knees=rng.normal(size=(150, 2)))
        self.sound(self.file)
        info = hgfiles.run('info', self.file).stdout
        for part in ('treadmill      force_plate: 6 channels, 2500 frames at 1000 Hz', 'N,N,N,m,m,m', 'fx fy fz px py pz',
                     'knees          joint_angles: 2 angles, 150 frames at 60 Hz', ' rad', 'IC 2 (left 1, right 1',
                     'TO 1 (left 1, right 0'):
            self.assertIn(part, info)

    def test_both_kinds_of_text(self):
        def fixed(f):
            f.attrs['schema'] = np.bytes_('hipgait')
            f['subject'].attrs.create('id', b'R017   ', dtype='S7')
            d = f['trials/run01/streams/markers/data']
            d.attrs['units'] = np.bytes_('m')
            d.attrs['labels'] = np.array(['LASI', 'RASI', 'LKNE', 'RKNE'], dtype='S8')
            g = f['trials/run01/events']
            for name, words in (('label', ['IC', 'IC']), ('side', ['L', 'R'])):
                del g[name]
                g[name] = np.array(words, dtype='S3')
        self.sound(hgfiles.write_sound(self.path('a.h5'), fixed))

        def padded(f):  # Fortran's habit: blanks to the end
            kind = h5py.h5t.C_S1.copy()
            kind.set_size(12)
            kind.set_strpad(h5py.h5t.STR_SPACEPAD)
            for where, name, text in (('subject', 'id', b'R017'), ('trials/run01/streams/markers', 'axes', b'ALS')):
                del f[where].attrs[name]
                space = h5py.h5s.create(h5py.h5s.SCALAR)
                a = h5py.h5a.create(f[where].id, name.encode(), kind, space)
                a.write(np.array(text.ljust(12), dtype='S12'), mtype=kind)
        self.sound(hgfiles.write_sound(self.path('b.h5'), padded))
        self.assertIn('runner    R017  sex', hgfiles.run('info', self.path('b.h5')).stdout)

        def commas(f):
            f['trials/run01/streams/markers/data'].attrs['labels'] = 'LASI, RASI ,LKNE,RKNE'
        self.sound(hgfiles.write_sound(self.path('c.h5'), commas))
        self.assertIn('LASI RASI LKNE RKNE', hgfiles.run('info', self.path('c.h5')).stdout)

        def sibling(f):
            g = f['trials/run01/streams/markers']
            del g['data'].attrs['labels']
            g['labels'] = ['LASI', 'RASI', 'LKNE', 'RKNE']
        self.sound(hgfiles.write_sound(self.path('d.h5'), sibling))
        self.assertIn('LASI RASI LKNE RKNE', hgfiles.run('info', self.path('d.h5')).stdout)

    def test_variants_of_the_container(self):
        self.sound(hgfiles.write_sound(self.path('user.h5'), userblock=512))
        self.sound(hgfiles.write_sound(self.path('user2.h5'), userblock=2048))

        def odd_sets(f):
            e = f['trials/run01/events']
            for name in ('label', 'side'):  # chunked texts, resizable
                del e[name]
                e.create_dataset(name, data=['IC', 'IC'] if name == 'label' else ['L', 'R'], maxshape=(None,), chunks=(1,))
            g = f['trials/run01/streams/markers']
            xyz = g['data'][()]
            attrs = dict(g['data'].attrs)
            del g['data']
            g.create_dataset('data', data=np.round(xyz * 1000).astype('>i2'), compression='gzip', fletcher32=True)
            g['data'].attrs.update(attrs)
            g['data'].attrs['units'] = 'mm'
            f['alias'] = h5py.SoftLink('/trials/run01')
            f['twice'] = f['trials/run01/events/time']
            f['lab_own'] = np.arange(5)
        self.sound(hgfiles.write_sound(self.path('odd.h5'), odd_sets))
        self.sound(hgfiles.write_sound(self.path('odd_user.h5'), odd_sets, userblock=512))

        path = self.path('latest.h5')
        with h5py.File(path, 'w', libver='latest', track_order=True) as f:
            with h5py.File(hgfiles.write_sound(self.path('plain.h5')), 'r') as g:
                for name in g:
                    g.copy(name, f)
                f.attrs.update(dict(g.attrs))
        self.sound(path)

    def test_time(self):
        def uneven(f):
            g = f['trials/run01/streams/markers']
            t = np.arange(600) / 200.
            t[300:] += 0.5
            g['time'] = t
            g['time'].attrs['units'] = 's'
        p = hgfiles.write_sound(self.path('a.h5'), uneven)
        r = hgfiles.run('validate', p)
        self.assertEqual(r.returncode, 0, r.stdout)
        self.assertIn('note: /trials/run01/streams/markers/time: found uneven time', r.stdout)
        self.assertIn('600 frames at 200 Hz (uneven) from 0 s, 3.500 s', hgfiles.run('info', p).stdout)

        def disagrees(f):
            g = f['trials/run01/streams/markers']
            g['time'] = 2000 + np.arange(600) * 10.
            g['time'].attrs['units'] = 'ms'
        p = hgfiles.write_sound(self.path('b.h5'), disagrees)
        r = hgfiles.run('validate', p)
        self.assertEqual(r.returncode, 0, r.stdout)
        self.assertIn('warning: /trials/run01/streams/markers/time: found a rate of 100 Hz where rate_hz says 200', r.stdout)
        self.assertIn('600 frames at 100 Hz from 2 s', hgfiles.run('info', p).stdout)

        for name, spoil, words in (
                ('stands', lambda t: t.__setitem__(5, t[4]), 'times that increase'),
                ('nan', lambda t: t.__setitem__(5, np.nan), 'finite seconds')):
            def change(f, spoil=spoil):
                t = np.arange(600) / 200.
                spoil(t)
                g = f['trials/run01/streams/markers']
                g['time'] = t
                g['time'].attrs['units'] = 's'
            with self.subTest(name):
                self.faults(hgfiles.write_sound(self.path(name + '.h5'), change), 'markers/time', words)

    def test_masks(self):
        def masks(f):
            g = f['trials/run01/streams/markers']
            valid = np.ones((600, 4), 'u1')
            valid[:60, 1] = 0
            g['valid'] = valid
            g['clipped'] = np.zeros((600, 4), bool)  # h5py makes an enumeration of it
        p = hgfiles.write_sound(self.path('a.h5'), masks)
        self.sound(p)
        self.assertIn('2.50 % missing', hgfiles.run('info', p).stdout)  # 60 of 2400

    def test_every_fault_is_listed(self):
        def change(f):
            del f['subject'].attrs['id']
            f['subject'].attrs['height_m'] = 174.
            f['session'].attrs['id'] = '../evil'
            f['trials/run01'].attrs['task'] = 'jog'
            g = f['trials/run01/streams/markers']
            g.attrs['axes'] = 'ARS'
            del g['data'].attrs['units']
            g['data'].attrs['labels'] = ['A', 'B', 'A', 'C']
            f['trials/run01/events/side'][1] = 'X'
        out = self.faults(hgfiles.write_sound(self.path('a.h5'), change),
                          '/subject@id: found no id', '/subject@height_m: found 174; expected metres',
                          '/session@id: found "../evil"', '/trials/run01@task: found "jog"; expected run, walk',
                          'markers@axes: found "ARS", a left-handed frame', 'data@units: found no unit; expected m, mm or cm',
                          'data@labels: found "A" twice', 'events/side: found "X"', ': 8 faults\n')
        self.assertEqual(out.count(': fault: '), 8)

    def test_each_rule(self):
        m = 'trials/run01/streams/markers'

        def attr(where, name, value):
            def change(f):
                if value is None:
                    del f[where].attrs[name]
                else:
                    f[where].attrs[name] = value
            return change

        def shape(array, **attrs):
            def change(f):
                g = f[m]
                old = dict(g['data'].attrs)
                del g['data']
                g['data'] = array
                g['data'].attrs.update(old)
                g['data'].attrs.update(attrs)
            return change

        cases = {
            'schema': (attr('/', 'schema', 'other'), '/@schema: found "other"'),
            'no schema': (attr('/', 'schema', None), '/@schema: found an HDF5 file without this attribute'),
            'version': (attr('/', 'schema_version', '2.0'), '/@schema_version: found "2.0"; expected major version 1'),
            'version text': (attr('/', 'schema_version', 'one'), 'expected a version such as'),
            'sex': (attr('subject', 'sex', 'female'), '/subject@sex: found "female"; expected F, M or other'),
            'number as text': (attr('subject', 'mass_kg', '68'), '/subject@mass_kg: found text; expected kilograms'),
            'text as number': (attr('subject', 'shoe', 7), '/subject@shoe: found whole numbers; expected a text'),
            'two numbers': (attr('subject', 'mass_kg', [1., 2.]), 'found 2 numbers'),
            'infinity': (attr('subject', 'mass_kg', np.inf), 'found infinity'),
            'long id': (attr('subject', 'id', 'x' * 64), '/subject@id: found a text of 64 bytes'),
            'half visit': (attr('session', 'visit', 1.5), '/session@visit: found 1.5; expected a whole number'),
            'kind': (attr(m, 'kind', 'mocap'), '@kind: found "mocap"; expected markers, segment_orientation'),
            'no kind': (attr(m, 'kind', None), '@kind: found no kind'),
            'units': (attr(m + '/data', 'units', 'inch'), 'data@units: found "inch"; expected m, mm or cm'),
            'unit of another kind': (attr(m + '/data', 'units', 'deg'), 'data@units: found "deg"; expected m, mm or cm'),
            'labels': (attr(m + '/data', 'labels', ['A', 'B']), 'data@labels: found 2 labels; expected 4 names, one per marker'),
            'no labels': (attr(m + '/data', 'labels', None), 'data@labels: found no labels'),
            'empty label': (attr(m + '/data', 'labels', ['A', '', 'C', 'D']), 'found an empty label, number 2'),
            'no axes': (attr(m, 'axes', None), '@axes: found no axes'),
            'same axes': (attr(m, 'axes', 'APS'), 'two axes along the same line'),
            'letters': (attr(m, 'axes', 'XYZ'), 'a letter other than'),
            'rate': (attr(m, 'rate_hz', 0.), '@rate_hz: found 0; expected frames per second'),
            'no rate': (attr(m, 'rate_hz', None), '@rate_hz: found neither a rate nor a time vector'),
            'flat markers': (shape(np.zeros((600, 12))), 'found shape [600, 12]; expected [time, marker, 3]'),
            'two components': (shape(np.zeros((600, 4, 2))), 'found shape [600, 4, 2]'),
            'one frame': (shape(np.zeros((1, 4, 3))), 'found shape [1, 4, 3]; expected at least 2 frames'),
            'no frames': (shape(np.zeros((0, 4, 3))), 'found shape [0, 4, 3]'),
            'text samples': (shape(np.full((600, 4, 3), b'x')), 'markers/data: found text; expected numbers'),
            'compound': (shape(np.zeros((600, 4, 3), dtype=[('a', 'f4'), ('b', 'f4')])), 'found a compound'),
            'references': (attr('subject', 'mass_kg', None), None),
            'no trial': (lambda f: f.__delitem__('trials/run01'), '/trials: found no trial'),
            'no trials': (lambda f: f.__delitem__('trials'), '/trials: found no such group'),
            'no subject': (lambda f: f.__delitem__('subject'), '/subject: found no such group'),
            'no session': (lambda f: f.__delitem__('session'), '/session: found no such group'),
            'event lengths': (lambda f: (f.__delitem__('trials/run01/events/side'),
                                         f.__setitem__('trials/run01/events/side', ['L'])), 'events/side: found 1 elements'),
            'event units': (attr('trials/run01/events/time', 'units', None), 'events/time@units: found no unit; expected the attribute units: s or ms'),
            'mask shape': (lambda f: f[m].__setitem__('valid', np.ones((4, 600), 'u1')), 'valid: found shape [4, 600]; expected [600, 4]'),
        }
        for name, (change, words) in cases.items():
            with self.subTest(name):
                p = hgfiles.write_sound(self.path('x.h5'), change)
                if words is None:
                    self.sound(p)
                    continue
                out = self.faults(p, words, ': 1 fault\n')
                self.assertEqual(out.count('\n'), 2, out)

    def test_kinds(self):
        def add(kind, data, where=None, **attrs):
            where = where or {}

            def change(f):
                g = f['trials/run01'].create_group('streams/s')
                g.attrs.update(kind=kind, rate_hz=100., **where)
                g['data'] = data
                g['data'].attrs.update(attrs)
            return change
        segments = ['pelvis', 'thigh_left', 'thigh_right']
        quaternions = np.zeros((50, 3, 4))
        quaternions[..., 3] = 1
        plate = dict(labels='fx,fy,fz,px,py,pz')
        sound = {
            'orientation': add('segment_orientation', quaternions, {'axes': 'ALS'}, units='1', labels=segments, components='x,y,z,w'),
            'angles': add('joint_angles', np.zeros((50, 2)), units='deg', labels=['hip_flexion_left', 'hip_flexion_right']),
            'plate': add('force_plate', np.zeros((50, 6)), {'axes': 'ALS'}, units='N,N,N,m,m,m', **plate),
            'imu': add('imu', np.zeros((50, 1, 6)), units='g,g,g,deg/s,deg/s,deg/s', labels='pelvis',
                       components='acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z'),
            'analog': add('analog', np.zeros((50, 2)), units='V', labels=['EMG1', 'EMG2']),
        }
        for name, change in sound.items():
            with self.subTest(name):
                self.sound(hgfiles.write_sound(self.path('x.h5'), change))
        wrong = {
            'no order': (add('segment_orientation', quaternions, {'axes': 'ALS'}, units='1', labels=segments),
                         'data@components: found no names of components; expected w,x,y,z'),
            'order twice': (add('segment_orientation', quaternions, {'axes': 'ALS'}, units='1', labels=segments, components='w,x,y,y'),
                            'found "y" as number 4'),
            'no axes': (add('segment_orientation', quaternions, units='1', labels=segments, components='w,x,y,z'), '@axes: found no axes'),
            'plate unit': (add('force_plate', np.zeros((50, 6)), {'axes': 'ALS'}, units='N', **plate), 'data@units: found "N"; expected N or kN for fx'),
            'plate label': (add('force_plate', np.zeros((50, 6)), {'axes': 'ALS'}, units='N,N,N,m,m,m', labels='Fx,fy,fz,px,py,pz'),
                            'found "Fx"; expected fx'),
            'three channels': (add('force_plate', np.zeros((50, 3)), {'axes': 'ALS'}, units='N', labels='fx,fy,fz'), 'expected six'),
            'imu units': (add('imu', np.zeros((50, 1, 3)), units='deg/s', labels='pelvis', components='acc_x,acc_y,acc_z'), 'found "deg/s"'),
            'imu components': (add('imu', np.zeros((50, 1, 3)), units='g', labels='pelvis', components='x,y,z'), 'found "x" as number 1'),
            'flat': (add('joint_angles', np.zeros((50, 2, 1)), units='deg', labels='a,b'), 'found shape [50, 2, 1]; expected [time, channel]'),
        }
        for name, (change, words) in wrong.items():
            with self.subTest(name):
                out = self.faults(hgfiles.write_sound(self.path('x.h5'), change), words)
                self.assertIn(' 1 fault' if name != 'plate label' else ' 2 faults', out)

    def test_intake(self):
        def intake(f):
            s = f['subject']
            s.create_group('symptoms').attrs.update(pain_now_nprs=2, side='R', site='groin', ihot12=71.5)
            s.create_group('injuries/1').attrs.update(site='hip', side='R', weeks_ago=30., status='resolved', surgery=0)
            s.create_group('training').attrs.update(km_per_week=45., goal='marathon')
            g = s.create_group('training_log')
            g['date'] = ['2026-05-01', '2026-05-03']
            g['distance_m'] = [8000., np.nan]
        p = hgfiles.write_sound(self.path('a.h5'), intake)
        self.sound(p)
        self.assertIn('symptoms given  injuries 1  training given  training log 2 runs', hgfiles.run('info', p).stdout)

    def test_exit_codes(self):
        good = hgfiles.write_sound(self.path('a.h5'))
        bad = hgfiles.write_sound(self.path('b.h5'), lambda f: f['subject'].attrs.__delitem__('id'))
        for command in ('validate', 'info'):
            with self.subTest(command):
                self.assertEqual(hgfiles.run(command).returncode, 64)
                self.assertEqual(hgfiles.run(command, '--nonsense').returncode, 64)
                self.assertEqual(hgfiles.run(command, '--help').returncode, 0)
                missing = hgfiles.run(command, self.path('missing.h5'))
                self.assertEqual((missing.returncode, missing.stderr.count('\n')), (66, 1))
                self.assertEqual(hgfiles.run(command, good, bad).returncode, 1)
        self.assertEqual(hgfiles.run('info', bad).returncode, 65)
        self.assertEqual(hgfiles.run('validate', '-q', good).stdout, '')


if __name__ == '__main__':
    hgfiles.main()
