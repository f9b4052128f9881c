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

import nbformat
import pytest
from export import write_page
from playwright.sync_api import sync_playwright

from rnnlib import load_model

pytest.register_assert_rewrite("every_notebook")

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
QUIET = {"fetchNews": "false", "checkForUpdates": False}
# The server ends when its input does, so it can't outlive a test run that was killed.
SERVER = """
import os, sys, threading, time
def end_with_the_input():
    while sys.stdin.buffer.raw.read(1) is None:  # a process that shares it made it non-blocking
        time.sleep(0.2)
    os._exit(0)
threading.Thread(target=end_with_the_input, daemon=True).start()
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
def node_modules():
    """The folder of what npm installed: a checker of accessibility, and what a page needs."""
    path = os.environ.get("NODE_MODULES", "")
    packages = "axe-core@4.14", "@jupyter-widgets/html-manager@1", "requirejs@2", "mathjax@3"
    found = path and all((Path(path) / name.rsplit("@", 1)[0]).is_dir() for name in packages)
    needed(found, f"npm packages: npm install {' '.join(packages)}; their folder in NODE_MODULES")
    return Path(path)


@pytest.fixture(scope="session")
def axe(node_modules):
    """The source of axe-core, the checker of accessibility."""
    return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """The address of a JupyterLab over a copy of the notebooks with settings of its own, and the
    folder of that copy."""
    home = tmp_path_factory.mktemp("home")
    root = home / "root"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "data", root / "data")
    for extension, name, settings in (
        ("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"}),
        (
            "@jupyterlab/apputils-extension",
            "notification",
            {"fetchNews": "false", "checkForUpdates": False},
        ),
        ("@jupyter-widgets/jupyterlab-manager", "plugin", {"saveState": True}),
    ):
        folder = home / "settings" / extension
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
    yield address, root / "notebooks"
    server.stdin.close()
    server.wait(30)


@pytest.fixture(scope="session")
def browser(chromium):
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def lab_page(browser, lab):
    """The page of a JupyterLab, where lessons are opened one after another."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.goto(f"{lab[0]}/lab?token=T")
    page.wait_for_function("() => window.jupyterapp", timeout=60_000)
    page.evaluate("() => jupyterapp.restored.then(() => null)")
    return page


class Page:
    """A lesson in a browser. inside: the selector of its part of the page."""

    inside = "body"

    @property
    def root(self):
        return self.page.locator(self.inside)

    def panel(self, call):
        """The panel under the cell that contains this call."""
        cell = self.root.locator(".jp-Cell", has_text=call)
        return Panel(cell.locator(".rnn-panel").first, self.typing)

    def panels(self):
        """All panels of the lesson."""
        self.root.locator(".rnn-panel").first.wait_for()
        return [Panel(box, self.typing) for box in self.root.locator(".rnn-panel").all()]

    def violations(self, axe):
        """What the checker of accessibility finds in the outputs."""
        # it says nothing of contrast where the page or a panel of JupyterLab clips
        style = self.page.add_style_tag(
            content="html, body, .lm-Widget, [class^=jp-WindowedPanel] "
            "{ overflow: visible !important; contain: none !important }"
        )
        self.page.evaluate(axe)
        found, passed = self.page.evaluate(
            """async part => {
                const told = results => results.flatMap(
                    ({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`)
                )
                const {violations, passes} = await axe.run(part)
                return [told(violations), told(passes)]
            }""",
            f"{self.inside} .jp-OutputArea-output",
        )
        style.evaluate("style => style.remove()")
        assert any(one.startswith("color-contrast") for one in found + passed)
        return found


class Lesson(Page):
    """A notebook that is open in JupyterLab, all of its cells run."""

    typing = True

    def __init__(self, page, folder, name):
        self.page, self.path = page, folder / name
        self.id = page.evaluate(
            """async path => {
                const notebook = await jupyterapp.commands.execute('docmanager:open', {path})
                await notebook.context.ready
                return notebook.id
            }""",
            f"notebooks/{name}",
        )
        self.inside = f"[id='{self.id}']"
        self.show()
        self.wear("JupyterLab Light")  # whatever the one before wore
        page.evaluate(
            """async () => {
                const session = jupyterapp.shell.currentWidget.sessionContext
                await session.ready
                await session.session.kernel.info
                await jupyterapp.commands.execute('notebook:run-all-cells')
            }"""
        )

    def show(self):
        """Bring it before the others that are open."""
        self.page.evaluate("id => jupyterapp.shell.activateById(id)", self.id)
        self.page.wait_for_function("id => jupyterapp.shell.currentWidget?.id === id", arg=self.id)

    def troubles(self):
        """The outputs that are errors or were written to stderr."""
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.widgets
                .filter(cell => cell.model.type === 'code')
                .flatMap(cell => cell.model.outputs.toJSON())
                .filter(output => output.output_type === 'error' || output.name === 'stderr')
                .map(output => JSON.stringify(output).slice(0, 500))"""
        )

    def cells(self):
        """Type and source of each cell."""
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.context.model.toJSON().cells
                .map(({cell_type, source}) => [cell_type, source])"""
        )

    def saved(self):
        """The notebook with the state of its widgets, as JupyterLab saves it."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        return nbformat.read(self.path, as_version=4)

    def wear(self, theme):
        self.page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        body = self.page.locator(f"body[data-jp-theme-name='{theme}']")
        body.wait_for(state="attached")

    def restart(self):
        """A new kernel, which knows nothing of what is shown."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.restartKernel()")

    def close(self):
        """End the kernel, or each lesson leaves one behind."""
        self.show()
        self.page.evaluate(
            """async () => {
                const notebook = jupyterapp.shell.currentWidget
                await notebook.sessionContext.shutdown()
                notebook.dispose()
            }"""
        )


class Export(Page):
    """A lesson as a page of its own, where no kernel runs and nothing outside its folder is read.

    left: the addresses that it asked for all the same.
    """

    typing = False

    def __init__(self, browser, path, javascript=True):
        self.folder, self.left = path.parent.as_uri(), []
        self.page = browser.new_page(
            java_script_enabled=javascript, viewport={"width": 900, "height": 1000}
        )
        self.page.route("**/*", self._guard)
        self.page.goto(path.as_uri())

    def _guard(self, route):
        address = route.request.url
        if address.startswith((self.folder, "data:", "blob:")):
            route.continue_()
        else:
            self.left.append(address)
            route.abort()

    def close(self):
        self.page.close()


class Panel:
    """A panel, used from the keyboard. typing: whether there is a kernel to read what is typed."""

    def __init__(self, box, typing):
        box.wait_for(timeout=30_000)
        box.scroll_into_view_if_needed()
        self.box, self.typing = box, typing
        self.keyboard = box.page.keyboard
        self.body = box.get_by_role("region")

    def is_tidy(self):
        """Whether each label is beside its control, all in one column, and nothing is cut off."""
        return self.box.evaluate(
            """box => {
                const place = element => element.getBoundingClientRect()
                const names = [...box.querySelectorAll('.rnn-controls > :nth-child(3n + 1)')]
                const rows = names.map(name => [place(name), place(name.nextElementSibling)])
                return box.scrollWidth <= box.clientWidth && rows.every(([label, control]) =>
                    label.left === rows[0][0].left && control.left === rows[0][1].left
                    && label.right < control.left
                    && Math.abs(label.top + label.bottom - control.top - control.bottom) < 4)
            }"""
        )

    def control(self, name):
        return self.box.get_by_label(name, exact=True)

    def press(self, name, key, times=1):
        """Press a key on the slider with this name; return the words that it then says."""
        slider = self.control(name)
        slider.focus()
        for _ in range(times):
            self.keyboard.press(key)
        return slider.get_attribute("aria-valuetext")

    def type(self, name, text):
        """Replace the text in the field with this name."""
        self.control(name).focus()
        self.keyboard.press("Control+A")
        self.keyboard.press("Delete")
        self.keyboard.type(text)

    def choose(self, name, place):
        """Choose the option at this place of the menu with this name."""
        self.control(name).focus()
        for key in ("Home", *place * ["ArrowDown"]):
            self.keyboard.press(key)

    def pick(self, name, place):
        """Press the button at this place of the row with this name, from the first one on."""
        self.control(name).get_by_role("radio").first.focus()
        for key in ("Space", *place * ["ArrowRight"]):
            self.keyboard.press(key)

    def shows(self, note, body=None, role="status"):
        """Wait until the sentence and the text below it are the expected ones (or pass a test)."""
        deadline = time.monotonic() + 20
        told = self.box.get_by_role(role)
        for part, expected in ((told, note), (self.body, body)):
            fits = expected if callable(expected) else lambda text, e=expected: e in (None, text)
            while not fits(text := part.inner_text().rstrip("\n")):
                assert time.monotonic() < deadline, f"the panel shows {text!r}, not {expected!r}"
                time.sleep(0.05)


@pytest.fixture(scope="module")
def open_lesson(lab_page, lab):
    """open_lesson(name): the lesson in JupyterLab, opened and run once for all tests of a file."""
    opened = {}

    def open_(name):
        if name not in opened:
            opened[name] = Lesson(lab_page, lab[1], name)
        opened[name].show()
        return opened[name]

    yield open_
    for lesson in opened.values():
        lesson.close()


@pytest.fixture(scope="module")
def open_page(browser, open_lesson, node_modules, tmp_path_factory):
    """open_page(name): what JupyterLab saved of the lesson, as a page of its own."""
    folder = tmp_path_factory.mktemp("pages")
    opened = {}

    def open_(name, javascript=True):
        path = folder / f"{Path(name).stem}.html"
        if not path.exists():
            write_page(open_lesson(name).saved(), path, node_modules)
        if (name, javascript) not in opened:
            opened[name, javascript] = Export(browser, path, javascript)
        return opened[name, javascript]

    yield open_
    for page in opened.values():
        page.close()


@pytest.fixture(params=["in JupyterLab", "on a page"])
def open_panel(request):
    """open_panel(name, call): a panel of a lesson, with a kernel and without one."""
    fixture = "open_lesson" if request.param == "in JupyterLab" else "open_page"
    open_ = request.getfixturevalue(fixture)
    return lambda name, call: open_(name).panel(call)


@pytest.fixture(scope="session")
def shipped():
    """shipped(updates): a network of data/models after so many updates, and its vocabulary."""

    def load(updates=100_000):
        return load_model(f"rnn-{updates}")[:2]

    return load
