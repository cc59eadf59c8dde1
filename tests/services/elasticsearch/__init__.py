"""Where the tests get an Elasticsearch from: a real server of their own, started for one run and thrown away after it.

It is Elastic's own distribution for tests, from Maven Central, which has no language analysers: the small plugin beside
this file gives it those that the site's index names, under their official names, so that the same settings serve a
full server. The distribution stays in var/tests, or where ELASTICSEARCH_FOLDER says; Maven's own settings say where it
comes from.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.debian import MissingError, install

VERSION = os.environ.get("ELASTICSEARCH_VERSION", "8.19.21")
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
OWN = Path(__file__).parent
ROOT = OWN.parent.parent.parent
PLUGIN = "test-analysis"
SECONDS_TO_START = 240
SECONDS_TO_FETCH = 900
MEMORY = "-Xms512m -Xmx512m"


@contextmanager
def running() -> Iterator[str]:
    """Start a server that only this machine reaches, and give its address; stop it and remove its data afterwards.

    ELASTICSEARCH_URL names one that runs already: it is used instead, and left as it is.
    Raises MissingError when there is none and none can be brought here.
    """
    if address := os.environ.get("ELASTICSEARCH_URL"):
        yield address
        return
    server = Server(home())
    try:
        yield server.start()
    finally:
        server.stop()
        server.remove()


class Server:
    """One server that can be killed and started again with the data that it had."""

    def __init__(self, folder: Path) -> None:
        """Arguments: folder, the distribution, see `home`."""
        self.home = folder
        self.place = Path(tempfile.mkdtemp(prefix="network-elasticsearch-"))
        self.port: int | None = None
        self.process: subprocess.Popen | None = None
        shutil.copytree(folder / "config", self.place / "config")
        if os.geteuid() == 0:
            for path in (self.place, *self.place.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")

    def start(self) -> str:
        """Start it, at the same address as before, and return that once it answers. Raises MissingError if it ends."""
        settings = {
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "cluster.name": "network-site-test",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "http.host": "127.0.0.1",
            "http.port": str(self.port or "9210-9290"),
            "transport.host": "127.0.0.1",
            "transport.port": "9310-9390",
            "path.data": str(self.place / "data"),
            "path.logs": str(self.place / "logs"),
        }
        words = [word for name, value in settings.items() for word in ("-E", f"{name}={value}")]
        with (self.place / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [*_as_nobody(), self.home / "bin" / "elasticsearch", *words],
                cwd=self.place, env=_environment(self.place), stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
        return self._address()

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it, by this signal, and wait until it has ended."""
        if self.process is not None:
            self._tell(number)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self._tell(signal.SIGKILL)
                self.process.wait(30)
            self.process = None

    def remove(self) -> None:
        """Take its data away."""
        shutil.rmtree(self.place, ignore_errors=True)

    def _tell(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def _address(self) -> str:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                break
            self.port = self.port or self._bound()
            if self.port and _answers(f"http://127.0.0.1:{self.port}"):
                return f"http://127.0.0.1:{self.port}"
            time.sleep(0.3)
        self.stop(signal.SIGKILL)
        raise MissingError(f"Elasticsearch did not start:\n{self._said()[-1500:]}")

    def _bound(self) -> int | None:
        """The port of which it says that it took it."""
        for line in self._said().splitlines():
            if "publish_address {127.0.0.1:" in line and "HttpServer" in line:
                return int(line.partition("publish_address {127.0.0.1:")[2].partition("}")[0])
        return None

    def _said(self) -> str:
        return (self.place / "said").read_text(errors="replace")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_cluster/health?timeout=1s", timeout=3) as answer:  # noqa: S310 - ours
            return json.load(answer)["status"] in ("green", "yellow")
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        return False


def home() -> Path:
    """The folder of the distribution with the plugin, fetched and put together first where it is not there yet.

    Raises MissingError when it cannot be had.
    """
    kept = Path(os.environ.get("ELASTICSEARCH_FOLDER") or ROOT / "var" / "tests" / "elasticsearch")
    found = kept / f"elasticsearch-{VERSION}"
    if not (found / "plugins" / PLUGIN).exists():
        _need("java", "javac", "jar", packages=["openjdk-17-jdk-headless"])
        kept.mkdir(parents=True, exist_ok=True)
        _unpack(_fetched(kept), kept)
        _add_plugin(found)
    else:
        _need("java", packages=["openjdk-17-jdk-headless"])
    return found


def _need(*programs: str, packages: list[str]) -> None:
    if any(shutil.which(program) is None for program in programs):
        install(*packages)
    if missing := [program for program in programs if shutil.which(program) is None]:
        raise MissingError(f"{', '.join(missing)} of a JDK 17 or newer")


def _fetched(kept: Path) -> Path:
    """The distribution as a ZIP."""
    archive = kept / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        _need("mvn", packages=["maven"])
        print(f"Fetching Elasticsearch {VERSION} …", flush=True)
        _call(["mvn", "-q", "-B", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={kept}"], kept)
    return archive


def _unpack(archive: Path, kept: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        for member in files.infolist():
            unpacked = Path(files.extract(member, kept))
            if mode := member.external_attr >> 16:
                unpacked.chmod(mode & 0o777)


def _add_plugin(found: Path) -> None:
    """Compile the plugin against the distribution and lay it where the server looks; whole or not at all."""
    with tempfile.TemporaryDirectory(dir=found) as folder:
        classes, plugin = Path(folder, "classes"), Path(folder, "plugin")
        plugin.mkdir(mode=0o755)
        source = OWN / "TestAnalysisPlugin.java"
        _call(["javac", "--release", "17", "-cp", f"{found / 'lib'}/*", "-d", str(classes), str(source)], OWN)
        _call(["jar", "cf", str(plugin / f"{PLUGIN}.jar"), "-C", str(classes), "."], OWN)
        described = (OWN / "plugin-descriptor.properties").read_text().replace("@ES_VERSION@", VERSION)
        (plugin / "plugin-descriptor.properties").write_text(described)
        (found / "plugins").mkdir(exist_ok=True)
        plugin.rename(found / "plugins" / PLUGIN)


def _call(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_TO_FETCH)
    except subprocess.TimeoutExpired as error:
        raise MissingError(f"{command[0]} took longer than {SECONDS_TO_FETCH} seconds") from error
    if done.returncode:
        raise MissingError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-600:]}")


def _as_nobody() -> list[str]:
    """What stands before the command: the server refuses to run as root."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def _environment(place: Path) -> dict[str, str]:
    java = Path(shutil.which("java") or "java").resolve().parent.parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ES_") or name == "ES_JAVA_HOME"}
    return {"ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": MEMORY} | kept | {"ES_PATH_CONF": str(place / "config")}
