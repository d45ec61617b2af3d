# SPDX-License-Identifier: GPL-3.0-or-later
"""A page in headless Chromium, driven over chromedriver's HTTP interface (W3C WebDriver)."""
import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def need_browser():
    """Ends the program as skipped (77) without Chromium; under CI that is a failure."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    print("chromium or chromedriver is not installed", file=sys.stderr)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)


class Browser:
    """One window; downloads go to `folder`. Use as a context."""

    def __init__(self, folder, width=1280, height=1000):
        self.folder, self.size = str(folder), (width, height)

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="hipgait-browser-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        self.base, self.session = f"http://127.0.0.1:{port}", None
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        for _ in range(200):    # until the driver listens
            try:
                if self.call("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.05)
        width, height = self.size
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                            "--disable-background-networking", "--disable-component-update", "--disable-sync",
                            "--disable-dev-shm-usage", "--hide-scrollbars", f"--user-data-dir={self.profile}",
                            f"--window-size={width},{height}"],
                   "prefs": {"download.default_directory": self.folder, "download.prompt_for_download": False}}
        if width < 500:     # narrower than a window can be: as a telephone
            options["mobileEmulation"] = {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
                  "unhandledPromptBehavior": "accept"}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{made['sessionId']}"

    def __exit__(self, *_):
        try:
            if self.session:
                self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(20)
            shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, path, body=None):
        data = None if body is None and method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def open(self, path):
        self.call("POST", self.session + "/url", {"url": f"file://{path}"})

    def run(self, script, *arguments):
        """The value that a script returns."""
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def accessibility(self):
        """What axe-core finds wrong with the page; None where it is not installed (scripts/setup --dev)."""
        source = pathlib.Path(__file__).resolve().parents[1] / "browser/node_modules/axe-core/axe.min.js"
        if not source.exists():
            return None
        self.run(source.read_text(encoding="utf-8"))
        script = "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => [v.id, v.nodes[0].html])))"
        return self.call("POST", self.session + "/execute/async", {"script": script, "args": []})

    def find(self, css):
        return self.call("POST", self.session + "/element", {"using": "css selector", "value": css})[ELEMENT]

    def click(self, css):
        """As a person does: into sight first, clear of what sticks to the edges of the window."""
        self.run("const e = document.querySelector(arguments[0]);"
                 "(e.closest('select') || e).scrollIntoView({block: 'center'})", css)
        self.call("POST", f"{self.session}/element/{self.find(css)}/click")

    def type(self, css, text):
        self.call("POST", f"{self.session}/element/{self.find(css)}/value", {"text": text})

    def keys(self, text):
        """Presses and releases keys, wherever the focus is."""
        presses = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": presses}]})

    def log(self):
        """What the console has received, errors of the content security policy among it."""
        return [entry["message"] for entry in self.call("POST", self.session + "/se/log", {"type": "browser"})]

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", self.session + "/screenshot")))
