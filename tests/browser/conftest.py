"""A JupyterLab of its own, and a headless Chromium that opens the lessons in it.

Without a browser these tests are skipped; in CI they must run.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# The server ends when its input does, so it can't outlive a test run that was killed.
SERVER = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from jupyterlab.labapp import main
sys.exit(main())
"""


def needed(found, what):
    """What was found; or skip, or fail in CI, if it was not."""
    if not found:
        message = f"no {what}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return needed(found, "Chromium found: install it, or give its path in CHROMIUM")


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, the checker of accessibility."""
    path = os.environ.get("AXE_CORE", "")
    found = path and Path(path).is_file()
    needed(
        found, "axe-core found: npm install axe-core, and give the path of axe.min.js in AXE_CORE"
    )
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """The address of a JupyterLab over a copy of the notebooks, with settings of its own."""
    home = tmp_path_factory.mktemp("home")
    root = home / "root"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "data", root / "data")
    for extension, name, settings in (
        ("notebook-extension", "tracker", {"windowingMode": "none"}),
        ("apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False}),
    ):
        folder = home / "settings" / "@jupyterlab" / extension
        folder.mkdir(parents=True)
        (folder / f"{name}.jupyterlab-settings").write_text(json.dumps(settings))
    folders = {
        "HOME": home, "JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_DATA_DIR": home / "share",
        "JUPYTER_RUNTIME_DIR": home / "runtime", "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces", "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-c", SERVER, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=T",
        f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with open(home / "server.log", "w") as log:
        server = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **{name: str(path) for name, path in folders.items()}},
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{address}/api?token=T", timeout=5):
                break
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail("JupyterLab does not start:\n" + (home / "server.log").read_text())
            time.sleep(0.2)
    yield address
    server.stdin.close()
    server.wait(30)


@pytest.fixture(scope="module")
def browser(chromium):
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS) as running,
    ):
        yield running


class Lesson:
    """A notebook that is open in JupyterLab, all of its cells run."""

    def __init__(self, browser, lab, name):
        self.page = browser.new_page(viewport={"width": 1300, "height": 1000})
        workspace = name.replace("/", "-").removesuffix(".ipynb")
        self.page.goto(f"{lab}/lab/workspaces/{workspace}/tree/notebooks/{name}?token=T")
        self.page.wait_for_function(
            "name => window.jupyterapp?.shell?.currentWidget?.context?.path?.endsWith(name)",
            arg=name,
            timeout=60_000,
        )
        self.page.evaluate(
            """async () => {
                const session = jupyterapp.shell.currentWidget.sessionContext
                await session.ready
                await session.session.kernel.info
                await jupyterapp.commands.execute('notebook:run-all-cells')
            }"""
        )

    def troubles(self):
        """The outputs that are errors or were written to stderr."""
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.widgets
                .filter(cell => cell.model.type === 'code')
                .flatMap(cell => cell.model.outputs.toJSON())
                .filter(output => output.output_type === 'error' || output.name === 'stderr')
                .map(output => JSON.stringify(output).slice(0, 500))"""
        )

    def panel(self, call):
        """The panel under the cell that contains this call."""
        return Panel(self.page.locator(".jp-Cell", has_text=call).locator(".widget-vbox").first)

    def close(self):
        """End the kernel, or each lesson leaves one behind."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.close()


class Panel:
    """A panel, used from the keyboard."""

    def __init__(self, box):
        box.wait_for(timeout=30_000)
        box.scroll_into_view_if_needed()
        self.box = box
        self.keyboard = box.page.keyboard

    def press(self, label, key, times=1):
        """Press a key on the slider with this label; return the value it then says it has."""
        slider = self.box.locator(".widget-slider", has_text=label).get_by_role("slider")
        slider.focus()
        for _ in range(times):
            self.keyboard.press(key)
        return float(slider.get_attribute("aria-valuenow"))

    def type(self, label, text):
        """Replace the text in the field with this label."""
        self.box.locator(".widget-text", has_text=label).locator("input").focus()
        self.keyboard.press("Control+A")
        self.keyboard.press("Delete")
        self.keyboard.type(text)

    def choose(self, label, option):
        """Choose an option of one letter, by typing it into the menu with this label."""
        self.box.locator(".widget-dropdown", has_text=label).locator("select").focus()
        self.keyboard.type(option)

    def shows(self, expected):
        """Wait until the result's text is the expected one (or passes a test)."""
        region = self.box.get_by_role("region")
        fits = expected if callable(expected) else lambda text: text == expected
        deadline = time.monotonic() + 20
        while not fits(text := region.inner_text().rstrip("\n")):
            assert time.monotonic() < deadline, f"the panel shows {text!r}, not {expected!r}"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def open_lesson(browser, lab):
    """open_lesson(name): the lesson, opened and run once for all tests of a file."""
    opened = {}

    def open_(name):
        if name not in opened:
            opened[name] = Lesson(browser, lab, name)
        return opened[name]

    yield open_
    for lesson in opened.values():
        lesson.close()
