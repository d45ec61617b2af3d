# SPDX-License-Identifier: GPL-3.0-or-later
"""Foot strikes and toe-offs from markers alone against the force plate and against events stored with the file; on the
same recordings made harder; and by every method. The figures stand in docs/events.md (scripts/events-table)."""
import pathlib
import sys
import tempfile
import unittest

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import event_truth as et  # noqa: E402
import hipgait_test as hg  # noqa: E402

hg.need_data()

METHODS = ["combined", "walking", "heel", "toe", "zeni", "handsaker", "oconnor", "leitch", "fellin", "pelvis"]
RBDS = ("RBDS001 2.5 m/s", "RBDS001 3.5 m/s")


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def scores(self, what, path, truth, *settings):
        result = et.analyse(path, *settings)
        self.assertIsNotNone(result, what)
        scores = {kind: et.Score(et.found_events(result), truth, kind) for kind in et.KINDS}
        for kind, score in scores.items():
            print(f"{what:44s} {kind:8s} {score}")
        return result, scores

    def none_lost(self, what, score):
        self.assertGreater(score.n, 0, what)
        self.assertEqual((score.missed, score.invented, score.wrong), (0, 0, 0), what)

    def within(self, what, scores, ms, share=95):
        for kind, score in scores.items():
            self.none_lost(f"{what} {kind}", score)
            self.assertGreaterEqual(score.within(ms), share, f"{what} {kind}")


class Runners(Events):
    def test_calibrated_runner(self):
        """The reach of the design; one set of constants for both speeds."""
        for name in RBDS:
            path = et.make(self.folder, name)
            result, scores = self.scores(name, path, et.Truth(path))
            self.assertEqual(result["trial"]["task"], "run")
            self.within(name, scores, 15)
            for score in scores.values():
                self.assertLess(abs(score.bias), 8)

    def test_other_runners(self):
        """rajagopal: nothing was set on it; the crossing of 50 N on its plates and the place of its heel marker may each
        shift a strike by 5 ms, so that 20 ms are allowed. hamner: 60 Hz and smoothed before it was stored, which blunts
        strikes by about 20 ms; one frame of 17 ms more is allowed."""
        for name, ms in (("rajagopal", 20), ("hamner", 37)):
            path = et.make(self.folder, name)
            result, scores = self.scores(name, path, et.Truth(path))
            self.assertEqual(result["trial"]["task"], "run")
            self.within(name, scores, ms, 100)

    def test_noise_that_ruins_toe_offs_is_said(self):
        """Under 10 mm of noise strikes stay, and toe-offs do not: their own disagreement tells."""
        path = et.with_noise(et.make(self.folder, RBDS[0]), 0.010, 1)
        result, _ = self.scores(f"{RBDS[0]}, noise 10 mm", path, et.Truth(path))
        flags = {f["code"]: f["text"] for f in result["quality"]["flags"]}
        self.assertRegex(flags["events_disagree"], r"toe-offs \d+")

    def test_events_carry_their_agreement(self):
        result = et.analyse(et.make(self.folder, RBDS[0]))
        for side in et.SIDES:
            e = result["events"][side]
            for times, agreement in (("foot_strike_s", "agreement_ms"), ("toe_off_s", "toe_off_agreement_ms")):
                self.assertEqual(len(e[times]), len(e[agreement]))
                known = [abs(a) for a in e[agreement] if a is not None]
                print(f"{side} {agreement}: median {np.median(known):.1f} ms, {len(known)} of {len(e[times])}")
                self.assertGreaterEqual(len(known), len(e[times]) - 1)
                # two views of one event: further apart than half of the 30 ms that would be flagged, they would not be
                self.assertLess(np.median(known), 15)


class Walkers(Events):
    def test_stored_events(self):
        """The labels scatter by 10 ms and more themselves, so all walkers are counted together."""
        errors, n = {kind: [] for kind in et.KINDS}, {kind: 0 for kind in et.KINDS}
        for name in et.WALKS:
            path = et.make(self.folder, name)
            result, scores = self.scores(name, path, et.Truth(path, use_file=True))
            self.assertEqual(result["trial"]["task"], "walk", name)
            for kind, score in scores.items():
                self.none_lost(f"{name} {kind}", score)
                # without the 41 events of gaitalytics, which would carry the others
                if name != "gaitalytics":
                    errors[kind] += list(np.abs(score.errors))
                    n[kind] += score.n
                else:
                    self.assertGreaterEqual(score.within(20), 95)
        share = {kind: 100 * np.mean(np.array(errors[kind]) <= 20) for kind in et.KINDS}
        print("three overground walkers, within 20 ms:", {k: f"{v:.0f} % of {n[k]}" for k, v in share.items()})
        self.assertGreaterEqual(share["toe_off"], 90)
        self.assertGreaterEqual(share["strike"], 80)
        self.assertLessEqual(max(errors["strike"]), 40)

    def test_told_from_runners_without_a_label(self):
        for name, task in (("pig/Motion3_FF", "walk"), ("biomechzoo/HC030A05", "walk"), ("rajagopal", "run")):
            path = et.altered(et.make(self.folder, name), "_unlabelled")
            with et.h5py.File(path, "r+") as f:
                del f["trials/run"].attrs["task"]
            self.assertEqual(et.analyse(path)["trial"]["task"], task, name)


class Harder(Events):
    def test_sprinters(self):
        """Time shrunk: the truth shrinks alike, and so does what is allowed. 0.45 makes 8 m/s and contacts of 0.1 s."""
        for name in RBDS + ("rajagopal",):
            for factor in (0.6, 0.45):
                path, truth = et.compress(et.make(self.folder, name), factor)
                _, scores = self.scores(f"{name}, time x {factor}", path, truth)
                self.within(name, scores, 15 * factor)

    def test_sprint_start_over_ground(self):
        """From 2.5 or 3.5 m/s to 2.5 times that within 6 s of the treadmill's time."""
        for name, belt in zip(RBDS, (2.505, 3.53)):
            path, truth = et.speed_up(et.make(self.folder, name), belt, 6, 0.4, 250.0)
            _, scores = self.scores(f"{name}, over ground, faster and faster", path, truth)
            self.within(name, scores, 15)

    def test_rates_noise_and_strike_patterns(self):
        path = et.make(self.folder, RBDS[1])
        truth = et.Truth(path)
        for what, changed in (("100 Hz", et.at_rate(path, 100)), ("60 Hz", et.at_rate(path, 60)),
                              ("noise 0.5 mm", et.with_noise(path, 0.0005, 1)), ("noise 1 mm", et.with_noise(path, 0.001, 1)),
                              ("mid-foot", et.land_on(path, "midfoot")), ("forefoot", et.land_on(path, "forefoot"))):
            _, scores = self.scores(f"{RBDS[1]}, {what}", changed, truth)
            self.within(what, scores, 15)

    def test_gaps(self):
        """Three times too long to be filled by a spline: the other point of the foot stands in."""
        path = et.make(self.folder, RBDS[0])
        truth = et.Truth(path)
        for what, labels in (("forefoot", et.FOREFOOT), ("heel", et.HEEL)):
            _, scores = self.scores(f"{RBDS[0]}, gaps of the {what}", et.with_gaps(path, labels, 0.3, 1.1, 3), truth)
            self.within(what, scores, 15)


class FewerMarkers(Events):
    # the marker that is left, and what must be said of it; ms: twice the greatest error in docs/events.md, rounded
    CASES = (("heel", et.FOREFOOT, "no forefoot marker", 24), ("forefoot", et.HEEL, "no heel marker", 20),
             ("right foot", [m for m in et.HEEL + et.FOREFOOT if m[0] == "L"], "left: no foot marker", 45))

    def test_heel_or_forefoot_or_one_foot(self):
        for name in RBDS:
            path = et.make(self.folder, name)
            for what, labels, words, ms in self.CASES:
                changed = et.without(path, labels, "_only_" + what.replace(" ", "_"))
                result, scores = self.scores(f"{name}, only the {what}", changed, et.Truth(path))
                self.within(what, scores, ms, 100)
                text = {f["code"]: f["text"] for f in result["quality"]["flags"]}["events_fallback"]
                self.assertIn(words, text)
                self.assertRegex(text, r"within \d+ to \d+ ms|up to 35 ms off")

    def test_pelvis_alone(self):
        """Single strikes may be 35 ms off (Milner & Paquette 2015), toe-offs at the knee 30 ms (docs/events.md)."""
        path = et.make(self.folder, RBDS[1])
        result = et.analyse(et.without(path, et.HEEL + et.FOREFOOT, "_nofeet"))
        flags = {f["code"]: f["text"] for f in result["quality"]["flags"]}
        scores = {kind: et.Score(et.found_events(result), et.Truth(path), kind) for kind in et.KINDS}
        self.within("pelvis alone", scores, 35, 98)
        self.assertIn("up to 35 ms off", flags["events_fallback"])
        self.assertGreater(result["quality"]["strides"]["left"]["used"], 35)

    def test_events_of_the_file_before_the_pelvis(self):
        """Where neither foot has a marker, whoever wrote events into the file saw more than a pelvis shows."""
        whole = et.make(self.folder, RBDS[1])
        truth = et.Truth(whole)
        path = et.without(whole, et.HEEL + et.FOREFOOT, "_stored")
        stored = sorted([(t, "IC", side) for t, side in truth.strike] + [(t, "TO", side) for t, side in truth.toe_off])
        with h5py.File(path, "r+") as f:
            trial = f["trials/run"]
            for name in [n for n in trial["streams"] if n != "markers"]:
                del trial["streams"][name]
            if "events" in trial:
                del trial["events"]
            events = trial.create_group("events")
            events["time"] = [t for t, _, _ in stored]
            events["time"].attrs["units"] = "s"
            events["label"] = [label for _, label, _ in stored]
            events["side"] = [side[0].upper() for _, _, side in stored]
            events["source"] = ["manual"] * len(stored)
        result = et.analyse(path, source="auto")
        self.assertEqual(result["events"]["method"], "file")
        self.assertNotIn("events_fallback", [f["code"] for f in result["quality"]["flags"]])
        self.assertEqual(et.analyse(path)["events"]["method"], "markers")

    def test_nothing_but_a_pelvis(self):
        """Without thighs the sides are told by the drop of the pelvis: right in all four recordings of three runners."""
        for name, markerset in ((RBDS[0], "rbds"), (RBDS[1], "rbds"), ("rajagopal", "rajagopal"), ("hamner", "hamner")):
            path = et.make(self.folder, name)
            others = [m for m in et.Markers(path).labels if not any(p in m.upper() for p in ("ASI", "PSI", "ILIAC", "SACRAL"))]
            result = et.analyse(et.without(path, others, "_pelvis"), options=("--markerset", markerset))
            score = et.Score(et.found_events(result), et.Truth(path), "strike")
            print(f"{name}, pelvis only: {score}")
            self.none_lost(name, score)
            self.assertGreaterEqual(score.within(35), 98)
            self.assertEqual([result["events"][side]["toe_off_s"] for side in et.SIDES], [[], []])
            self.assertEqual(result["quality"]["status"], "insufficient")

    def test_pelvis_by_request(self):
        for name in RBDS:
            path = et.make(self.folder, name)
            _, scores = self.scores(f"{name}, pelvis", path, et.Truth(path), "events.marker_method=pelvis")
            self.within(name, {"strike": scores["strike"]}, 35, 100)


class Methods(Events):
    def test_each_can_be_asked_for(self):
        path = et.make(self.folder, RBDS[0])
        truth, seen = et.Truth(path), set()
        for method in METHODS:
            result = et.analyse(path, "events.marker_method=" + method)
            score = et.Score(et.found_events(result), truth, "strike", near=0.12)
            print(f"{method:10s} {score} | {result['events']['description'][:70]}")
            self.none_lost(method, score)
            seen.add(result["events"]["description"])
            self.assertEqual("events_fallback" in {f["code"] for f in result["quality"]["flags"]},
                             method not in ("combined", "walking"))
        self.assertEqual(len(seen), len(METHODS))

    def test_the_default_is_the_best(self):
        """By the 95 % of both events, at every speed and on every strike pattern there is."""
        for name in RBDS:
            path = et.make(self.folder, name)
            truth = et.Truth(path)
            for what, changed in (("heel", path), ("midfoot", et.land_on(path, "midfoot")), ("forefoot", et.land_on(path, "forefoot"))):
                worst = {}
                for method in ["auto"] + [m for m in METHODS if m not in ("combined", "walking", "heel", "toe")]:
                    found = et.found_events(et.analyse(changed, "events.marker_method=" + method))
                    scores = [et.Score(found, truth, kind) for kind in et.KINDS]
                    # an event that is missed counts as one that is as far off as can be
                    worst[method] = max(s.p95 if s.missed + s.invented == 0 else 1000 * et.NEAR_S for s in scores)
                print(f"{name}, lands on the {what}:", {m: round(w, 1) for m, w in worst.items()})
                self.assertEqual(min(worst, key=worst.get), "auto")


if __name__ == "__main__":
    unittest.main()
