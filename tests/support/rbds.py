# SPDX-License-Identifier: GPL-3.0-or-later
"""RBDS text files to a native recording, knowing only docs/recording-format.md; and its published curves."""
import h5py
import numpy as np


def read_table(path):
    with open(path, encoding="ascii") as f:
        names = f.readline().rstrip("\r\n").split("\t")
        rows = [line.rstrip("\r\n").split("\t") for line in f if line.strip()]
    cells = [[float(c) if c.strip() else np.nan for c in (row + [""] * len(names))[:len(names)]] for row in rows]
    return names, np.array(cells)


def read_markers(path):
    names, table = read_table(path)
    labels = [n[:-1] for n in names[1::3]]
    return labels, table[:, 1:].reshape(len(table), len(labels), 3)


def add_trial(f, name, task, labels, xyz_mm, rate_hz, **about):
    trial = f.create_group("trials/" + name)
    trial.attrs.update(task=task, **about)
    stream = trial.create_group("streams/markers")
    # RBDS: X forward, Y up, Z right
    stream.attrs.update(kind="markers", rate_hz=rate_hz, t0_s=0.0, axes="ASR")
    data = stream.create_dataset("data", data=xyz_mm, chunks=(min(512, len(xyz_mm)),) + xyz_mm.shape[1:],
                                 compression="gzip", shuffle=True)
    data.attrs["units"] = "mm"
    data.attrs["labels"] = labels
    return trial


def add_force(trial, path, rate_hz):
    _, table = read_table(path)
    stream = trial.create_group("streams/belt")
    stream.attrs.update(kind="force_plate", rate_hz=rate_hz, t0_s=0.0, axes="ASR")
    data = stream.create_dataset("data", data=table[:, 1:7], compression="gzip", shuffle=True)
    data.attrs["units"] = ["N", "N", "N", "mm", "mm", "mm"]
    data.attrs["labels"] = ["fx", "fy", "fz", "px", "py", "pz"]


def write_25(path, data_folder, with_static=True, with_force=True):
    """RBDS001 at 2.5 m/s."""
    with h5py.File(path, "w") as f:
        f.attrs.update(schema="hipgait", schema_version="1.0", created_by="RBDS converter of the tests")
        f.create_group("subject").attrs.update(id="RBDS001", sex="M", mass_kg=62.0)
        f.create_group("session").attrs.update(id="S01", visit=1)
        if with_static:
            labels, xyz = read_markers(data_folder / "rbds/RBDS001static.txt")
            add_trial(f, "static", "static", labels, xyz, 150.0)
        labels, xyz = read_markers(data_folder / "rbds/RBDS001runT25markers.txt")
        run = add_trial(f, "run25", "run", labels, xyz, 150.0, treadmill=1, speed_m_s=2.5)
        if with_force:
            add_force(run, data_folder / "rbds/RBDS001runT25forces.txt", 300.0)


# published columns: X adduction, Y rotation, Z flexion
PUBLISHED = {"hip_flexion": "hipAngZ", "hip_adduction": "hipAngX", "hip_rotation": "hipAngY", "knee_flexion": "kneeAngZ"}


def published_curve(data_folder, curve, side, speed):
    names, table = read_table(data_folder / "rbds/RBDS001processed.txt")
    return table[:, names.index(side[0].upper() + PUBLISHED[curve] + speed)]
