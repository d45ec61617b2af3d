# SPDX-License-Identifier: GPL-3.0-or-later
"""hipgait intake, its files and documents, and the ways of answers into an analysis."""
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import jsonschema
import hgfiles
from hgfiles import SOURCE, run

SOURCE = pathlib.Path(SOURCE)
SIDES = ("left", "right")


def questions():
    return list(csv.DictReader(run("intake", "--questions").stdout.splitlines(), delimiter="\t",
                               quoting=csv.QUOTE_NONE))


def template():
    return json.loads(run("intake", "--template").stdout)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hipgait-intake-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, content, name="R017.intake.json"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def answers(self, path):
        done = run("intake", "--from", path)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)


class Documents(unittest.TestCase):
    def test_current(self):
        done = subprocess.run([sys.executable, str(SOURCE / "scripts/intake-pages"), "--check", "--hipgait",
                               hgfiles.HIPGAIT], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_every_row_is_documented(self):
        intake = (SOURCE / "docs/intake.md").read_text(encoding="utf-8")
        layout = (SOURCE / "docs/recording-format.md").read_text(encoding="utf-8")
        rows = questions()
        self.assertGreater(len(rows), 80)
        for row in rows:
            self.assertRegex(intake, rf"\| {re.escape(row['question'])} \| `{row['name']}` \|")
            names = [f"{row['name']}_{side}" for side in SIDES] if row["sided"] == "1" else [row["name"]]
            for name in names:
                self.assertIn(f"`{name}`", layout)

    def test_roster_columns_are_those_of_the_page(self):
        """Every column of the page's table is taken without a warning."""
        page = (SOURCE / "docs/intake.md").read_text(encoding="utf-8")
        table = page[page.index("## The roster"):page.index("## The questions")]
        found = [name for line in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", line)]
        source = (SOURCE / "src/batch/roster.c").read_text(encoding="utf-8")
        known = re.findall(r'\{"(\w+)", "\w+", [\d.]+\}', source) + ["participant_id", "intake_date"]
        self.assertEqual(sorted(known), sorted(found))
        self.assertGreater(len(known), 15)

    def test_example_of_the_page(self):
        page = (SOURCE / "docs/intake.md").read_text(encoding="utf-8")
        example = re.search(r"```json\n(.*?)```", page, re.S).group(1)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(example)
            file.flush()
            done = run("intake", "--check", file.name)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn("ok, 7 answers, 1 injuries, 1 runs", done.stdout)


class File(Case):
    @classmethod
    def setUpClass(cls):
        schema = json.loads((SOURCE / "docs/intake.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    def agree(self, content, sound):
        """Schema and reader have the same opinion."""
        by_schema = self.validator.is_valid(content)
        done = run("intake", "--check", self.write(content))
        self.assertEqual(0 if sound else 1, done.returncode, f"{content}\n{done.stderr}")
        self.assertEqual(sound, by_schema, content)

    def test_template(self):
        content = template()
        self.agree(content, True)
        for row in questions():
            value = content[row["group"]].pop(row["name"])
            self.assertEqual({"left": None, "right": None} if row["sided"] == "1" else None, value)
        for group in {row["group"] for row in questions()}:
            self.assertEqual({}, content[group])

    def test_schema_and_reader_agree(self):
        def base(**more):
            return {"schema": "hipgait-intake", "schema_version": "1.0", **more}
        sound = [base(), base(schema_version="1.7"), base(symptoms=None), base(symptoms={"swelling": None}),
                 base(symptoms={"swelling": {}}), base(symptoms={"pain_now_nprs": 10}), base(date="2024-02-29"),
                 base(injuries=[]), base(injuries=[{}]), base(training_log=[{}]), base(training_log=[{"date": None}]),
                 base(training_log=[{"date": "2026-05-01", "rpe": None}]), base(runner={"id": "a b", "sex": "other"}),
                 base(runner=None, injuries=None, training_log=None, date=None)]
        bad = [[], {}, base(schema="hipgait-result"), base(schema_version="2.0"), base(schema_version=1.0),
               {"schema": "hipgait-intake"}, base(extra=None), base(symptoms=[]), base(symptoms={"limp": None}),
               base(symptoms={"swelling": True}), base(symptoms={"swelling": {"both": True}}),
               base(symptoms={"swelling": {"left": 1}}), base(symptoms={"swelling": {"left": "no"}}),
               base(symptoms={"any_complaint": {"left": True}}), base(date="2026-02-30"), base(date="20.11.2026"),
               base(date=2026), base(runner=[]), base(runner={"id": ""}), base(runner={"id": "a/b"}),
               base(runner={"id": ".."}), base(runner={"id": "x" * 64}), base(runner={"name": "x"}),
               base(runner={"sex": "f"}), base(runner={"age_years": "34"}), base(runner={"height_m": 174}),
               base(injuries={}), base(injuries=[None]), base(injuries=[{"side": "left"}]),
               base(injuries=[{"site": "x" * 64}]), base(injuries=[{"site": "a\nb"}]),
               base(injuries=[{"diagnosis": "x" * 256}]), base(injuries=[{"surgery": 0}]),
               base(training_log=[{"rpe": 3}]), base(training_log=[{"date": "2026-05-01", "surface": "lava"}]),
               base(training_log=[{"date": "2026-05-01", "distance_m": -1}])]
        for content in sound:
            self.agree(content, True)
        for content in bad:
            self.agree(content, False)

    def test_every_question_agrees(self):
        """At the ends of the range and just beyond, each word, each kind of wrong value."""
        for row in questions():
            if row["kind"] == "number":
                least, most = float(row["least"]), float(row["most"])
                good, wrong = [least, most, None], [least - 0.01, most + 0.01, str(most), True, [1]]
            elif row["kind"] == "choice":
                good, wrong = [*row["unit"].split("|"), None], ["", "nothing", 1, False, {}]
            else:
                good, wrong = [True, False, None], [0, 1, "yes", []]
            sound, spoilt = {}, []
            for side in SIDES if row["sided"] == "1" else ("",):
                for value in good:
                    sound = {side: value} if side else value
                    content = {"schema": "hipgait-intake", "schema_version": "1.0",
                               row["group"]: {row["name"]: sound}}
                    self.assertTrue(self.validator.is_valid(content), content)
                    spoilt.append((content, True))
                for value in wrong:
                    content = {"schema": "hipgait-intake", "schema_version": "1.0",
                               row["group"]: {row["name"]: {side: value} if side else value}}
                    self.assertFalse(self.validator.is_valid(content), content)
                    spoilt.append((content, False))
            files = [self.write(content, f"{i}.json") for i, (content, _) in enumerate(spoilt)]
            done = run("intake", "--check", *files)
            self.assertEqual(1, done.returncode)
            told = {line.split(": ok")[0] for line in done.stdout.splitlines()}
            self.assertEqual({str(file) for file, (_, ok) in zip(files, spoilt) if ok}, told, row["name"])

    def test_site_that_no_rule_knows(self):
        """A word that is none of those gives a warning, not a fault; capitals, _ and - do not matter."""
        sites = [{"site": word, "side": "L"} for word in ("Outer_Hip", "hammy", "front-of-hip", None, "GROIN")]
        done = run("intake", "--check", self.write({"schema": "hipgait-intake", "schema_version": "1.0", "injuries": sites}))
        self.assertEqual(0, done.returncode)
        warnings = [line for line in done.stdout.splitlines() if "warning" in line]
        self.assertEqual(1, len(warnings), done.stdout)
        self.assertIn('warning: injuries[1].site: no rule looks for "hammy", so it counts as an injury elsewhere', warnings[0])
        self.assertIn("hamstring, groin, outer hip, front of hip, hip, iliotibial band", warnings[0])
        self.assertIn(": ok,", done.stdout)

    def test_answers_of_a_recording_are_checked(self):
        path = self.folder / "synthetic.h5"
        self.assertEqual(0, run("synth", "-o", path, "--seconds", "5", "--seed", "1", "--force").returncode)
        done = run("intake", "--check", path)
        self.assertEqual((0, f"{path}: ok, 0 answers, 0 injuries, 0 runs\n"), (done.returncode, done.stdout), done.stderr)

    def test_one_clear_error_each(self):
        cases = {"{": "R017.intake.json, line 1", '{"schema":"x"}': 'R017.intake.json: schema: found the text "x"; expected',
                 '{"schema":"hipgait-intake","schema_version":"1.0","symptoms":{"pain_now_nprs":11}}':
                 "R017.intake.json: symptoms.pain_now_nprs: found 11; expected 0 to 10 points, or null",
                 " " * (10 << 20): "R017.intake.json"}
        for text, words in cases.items():
            done = run("intake", "--check", self.write(text))
            self.assertEqual(1, done.returncode)
            self.assertEqual(1, len(done.stderr.splitlines()), done.stderr)
            self.assertIn(words, done.stderr)
        self.assertEqual(66, run("intake", "--check", self.folder / "none.json").returncode)

    def test_command(self):
        for call in ((), ("--template", "--form"), ("--check",), ("--template", "x"), ("--check", "-o", "x", "y")):
            self.assertEqual(64, run("intake", *call).returncode, call)
        path = self.folder / "t.json"
        self.assertEqual(0, run("intake", "--template", "-o", path).returncode)
        self.assertEqual(run("intake", "--template").stdout, path.read_text())
        path.write_text("mine")
        self.assertEqual(73, run("intake", "--template", "-o", path).returncode)
        self.assertEqual("mine", path.read_text())
        self.assertEqual(0, run("intake", "--template", "-o", path, "--force").returncode)

    def test_form_has_every_question(self):
        page = run("intake", "--form").stdout
        for row in questions():
            for side in ("." + side for side in SIDES) if row["sided"] == "1" else ("",):
                self.assertEqual(1, page.count(f'data-key="{row["group"]}.{row["name"]}{side}"'), row)
        self.assertNotRegex(page, r'(?:src|href)="|https?://|@import|url\(')
        self.assertNotIn("unsafe-inline", page)


class Recordings(Case):
    def recording(self, change=None, version="1.1", name="a.h5"):
        def both(f):
            f.attrs["schema_version"] = version
            if change:
                change(f)
        return hgfiles.write_sound(str(self.folder / name), both)

    def test_attributes_of_python(self):
        """Whole numbers, NumPy's and Python's booleans, texts: as h5py users write them."""
        import numpy as np

        def change(f):
            f["subject"].attrs["intake_date"] = "2026-11-20"
            flags = f["subject"].create_group("red_flags")
            flags.attrs.update(limp=True, night_rest_pain=np.bool_(False), fever_unwell=1, deformity=0.0)
            asked = f["subject"].create_group("symptoms")
            asked.attrs.update(swelling_left=0, site_groin_right=np.int8(1), pain_behaviour="constant", side="R")
        path = self.recording(change)
        done = run("validate", path)
        self.assertEqual((0, f"{path}: ok\n"), (done.returncode, done.stdout))
        content = self.answers(path)
        self.assertEqual("2026-11-20", content["date"])
        self.assertEqual("R017", content["runner"]["id"])
        flags = content["red_flags"]
        self.assertEqual([True, False, True, False, None],
                         [flags[k] for k in ("limp", "night_rest_pain", "fever_unwell", "deformity", "cancer_history")])
        self.assertEqual({"left": False, "right": None}, content["symptoms"]["swelling"])
        self.assertEqual({"left": None, "right": True}, content["symptoms"]["site_groin"])

    def test_wrong_attributes_are_findings(self):
        for row in questions():
            name = row["name"] + ("_right" if row["sided"] == "1" else "")
            wrong = {"answer": 2, "number": 1e9, "choice": "lava"}[row["kind"]]
            path = self.recording(lambda f: f["subject"].create_group(row["group"]).attrs.update({name: wrong}))
            done = run("validate", path)
            free_text = name == "surface"
            self.assertEqual(0 if free_text else 1, done.returncode, name)
            self.assertIn(f"/subject/{row['group']}@{name}: found ", done.stdout)
            self.assertIn("note" if free_text else "1 fault", done.stdout)

    def test_names_with_a_wrong_side_are_told(self):
        path = self.recording(lambda f: f["subject"].create_group("symptoms").attrs.update(swelling=1, cannot_run_left=1))
        out = run("validate", path).stdout
        self.assertIn("@swelling: found an answer that is not used; expected swelling_left and swelling_right", out)
        self.assertIn("@cannot_run_left: found an answer that is not used; expected cannot_run, without a side", out)

    def test_schema_1_0(self):
        def change(f):
            f["subject"].create_group("symptoms").attrs.update(pain_now_nprs=2, ihot12=71.5, swelling_left=1)
            f["subject"].create_group("training").attrs.update(km_per_week=45., surface="forest floor", goal="marathon")
            f["subject"].create_group("strength").attrs["adductor_n_left"] = "the lab's own"
            log = f["subject"].create_group("training_log")
            log["date"], log["surface"] = ["2026-05-01"], [3.0]
        path = self.recording(change, "1.0")
        done = run("validate", path)
        self.assertEqual(0, done.returncode, done.stdout)
        self.assertEqual(2, done.stdout.count("an answer in a file of schema 1.0, not used"), done.stdout)
        content = self.answers(path)
        self.assertEqual((2, 71.5, 45), (content["symptoms"]["pain_now_nprs"], content["scores"]["ihot12"],
                                         content["training"]["km_per_week"]))
        self.assertIsNone(content["symptoms"]["swelling"]["left"])
        self.assertIsNone(content["training_log"][0]["surface"])

    def test_scores_have_their_own_group_first(self):
        def change(f):
            f["subject"].create_group("symptoms").attrs.update(ihot12=50., hagos_pain=60.)
            f["subject"].create_group("scores").attrs.update(ihot12=70.)
        content = self.answers(self.recording(change))
        self.assertEqual((70, 60), (content["scores"]["ihot12"], content["scores"]["hagos_pain"]))

    def test_newer_version(self):
        done = run("validate", self.recording(version="1.2"))
        self.assertEqual(0, done.returncode)
        self.assertIn("1.1 or older; what is new in it is ignored", done.stdout)
        self.assertNotIn("schema_version", run("validate", self.recording(version="1.0")).stdout)


class Analysis(Case):
    @classmethod
    def setUpClass(cls):
        cls.store = tempfile.mkdtemp(prefix="hipgait-intake-")
        for i, runner in enumerate(("A01", "sub-B02")):
            done = run("synth", "-o", f"{cls.store}/{runner}.h5", "--runner", runner, "--seconds", "12", "--seed", i + 1)
            assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.store)

    def setUp(self):
        super().setUp()
        self.inputs = self.folder / "in"
        shutil.copytree(self.store, self.inputs)

    def analyse(self, *options, inputs=None, code=0):
        done = run("analyze", inputs or self.inputs, "-o", self.folder / "out", "--force", *options, timeout=120)
        self.assertEqual(code, done.returncode, done.stderr)
        return done

    def result(self, runner):
        return json.loads((self.folder / "out" / runner / f"{runner}_S01_run01.json").read_text())

    def who(self, runner):
        result = self.result(runner)
        flat = json.dumps(result)
        return {key: json.loads(re.search(rf'"{key}": ("[^"]*"|[^,}}]+)', flat).group(1))
                for key in ("sex", "age_years", "height_m", "mass_kg")}

    def test_roster_and_precedence(self):
        roster = self.write("participant_id\tsex\tage\theight_cm\tlimp\tteam\n"
                            "sub-A01\tfemale\t34\t171\tno\tblue\nB02\tM\t40\tn/a\tn/a\tred\nC03\tM\t1\t80\t0\tred\n", "p.tsv")
        done = self.analyse("--roster", roster)
        self.assertEqual(1, done.stderr.count("p.tsv: columns that are not used: team\n"))
        self.assertEqual(1, done.stderr.count("p.tsv: no recording of 1 runner: C03\n"))
        a, b = self.who("A01"), self.who("sub-B02")
        self.assertEqual(("F", 34, 1.71), (a["sex"], a["age_years"], a["height_m"]))
        self.assertEqual(("M", 40), (b["sex"], b["age_years"]))
        self.assertNotEqual(1.71, b["height_m"])     # n/a: the recording's own stays

        self.write({**template(), "runner": {"id": "A01", "age_years": 35}}, "in/A01.intake.json")
        self.write({**template(), "runner": {"height_m": 1.8}}, "in/A01_S01.intake.json")
        self.analyse("--roster", roster)
        a = self.who("A01")
        self.assertEqual(("F", 35, 1.8), (a["sex"], a["age_years"], a["height_m"]))

        one = self.write({**template(), "runner": {"age_years": 36}}, "else.json")
        self.analyse("--roster", roster, "--intake", one, inputs=self.inputs / "A01.h5")
        self.assertEqual(36, self.who("A01")["age_years"])

    def test_wrong_file_beside_a_recording(self):
        self.write({**template(), "symptoms": {"pain": 3}}, "in/A01.intake.json")
        done = self.analyse(code=1)
        self.assertIn("hipgait: A01.h5: A01.intake.json, symptoms.pain: there is no such key", done.stderr)
        self.assertEqual(1, len(done.stdout.splitlines()))
        self.assertIn("sub-B02", done.stdout)

    def test_file_of_another_runner(self):
        path = self.write({**template(), "runner": {"id": "X"}}, "else.json")
        done = self.analyse("--intake", path, inputs=self.inputs / "A01.h5", code=65)
        self.assertIn('A01.h5: else.json, runner.id: the answers are those of "X", the recording is of "A01"', done.stderr)

    def test_bad_calls(self):
        roster = self.write("participant_id\tage\nA01\told\n", "p.tsv")
        done = self.analyse("--roster", roster, code=64)
        self.assertIn('p.tsv: line 2, column age: found "old"; expected 0 to 130', done.stderr)
        self.assertFalse((self.folder / "out").exists())
        self.analyse("--roster", self.folder / "none.tsv", code=66)
        self.analyse("--intake", self.folder / "none.json", inputs=self.inputs / "A01.h5", code=66)
        self.assertIn("one recording", self.analyse("--intake", roster, code=64).stderr)


if __name__ == "__main__":
    hgfiles.main()
