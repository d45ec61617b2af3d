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
AXE = pathlib.Path(__file__).resolve().parents[1] / "browser/node_modules/axe-core/axe.min.js"
PATIENCE_S = 200    # with a long page on a busy machine


def need_browser(axe=False):
    """Ends the program as skipped (77) without Chromium, or without axe-core where it is wanted; under CI that is a
    failure."""
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        missing = "chromium or chromedriver is not installed"
    elif axe and not AXE.exists():
        missing = "axe-core is not installed (scripts/setup --dev)"
    else:
        return
    print(missing, file=sys.stderr)
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
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                  "unhandledPromptBehavior": "accept", "timeouts": {"script": 1000 * PATIENCE_S}}
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
            with opener.open(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def open(self, path):
        self.call("POST", self.session + "/url", {"url": f"file://{path}"})

    def run(self, script, *arguments):
        """The value that a script returns."""
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        """A command of Chromium's own protocol, for what WebDriver has no word for."""
        return self.call("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def resize(self, width, height=1000):
        """What the page is shown on, as narrow as wanted, until the next call."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", **features):
        """Shown as on paper (kind "print"), or as to somebody who asks for e.g. prefers_color_scheme="dark"."""
        self.devtools("Emulation.setEmulatedMedia", media=kind,
                      features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def scripts(self, allowed):
        """Whether pages opened from now on may run their scripts; run() works in either case."""
        self.devtools("Emulation.setScriptExecutionDisabled", value=not allowed)

    def accessibility(self, impacts=("minor", "moderate", "serious", "critical"), contrast=True):
        """What axe-core finds wrong with the page, of these impacts; None where it is not installed (scripts/setup
        --dev). Contrast is three quarters of its work, and the same at any width."""
        if not AXE.exists():
            return None
        self.run(AXE.read_text(encoding="utf-8"))
        script = """const [impacts, contrast, done] = arguments;
            axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: contrast}}}).then(r => done(
              r.violations.filter(v => impacts.includes(v.impact)).map(v => [v.id, v.nodes[0].html])))"""
        return self.call("POST", self.session + "/execute/async", {"script": script, "args": [list(impacts), contrast]})

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

    def requests(self):
        """Addresses asked for since the last call, pages opened among them; data in the page itself is none."""
        entries = [json.loads(entry["message"])["message"]
                   for entry in self.call("POST", self.session + "/se/log", {"type": "performance"})]
        asked = [entry["params"]["request"]["url"] for entry in entries if entry["method"] == "Network.requestWillBeSent"]
        return [address for address in asked if not address.startswith("data:")]

    def picture(self, path, whole=False):
        """The window as PNG, or the whole page however long."""
        if whole:
            size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
            data = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                                 clip={"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1})["data"]
        else:
            data = self.call("GET", self.session + "/screenshot")
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def print(self, path, paper_cm, landscape=False):
        """The page printed to a PDF file."""
        width, height = paper_cm
        data = self.call("POST", self.session + "/print", {
            "page": {"width": width, "height": height}, "background": True,
            "orientation": "landscape" if landscape else "portrait"})
        pathlib.Path(path).write_bytes(base64.b64decode(data))
