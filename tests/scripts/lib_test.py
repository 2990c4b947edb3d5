#!/usr/bin/env python3
"""What the functions of scripts/lib.sh do, on a machine whose commands are made up."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

LIB = Path(__file__).parents[2] / "scripts" / "lib.sh"

# Each command writes down how it was called. Files in the machine's folder say what it is like.
COMMANDS = {
    "id": 'cat "$MACHINE/uid"',
    "dpkg-query": 'grep -qxF -- "$4" "$MACHINE/installed" && printf installed',
    "sudo": 'echo "sudo $*" >>"$MACHINE/calls"; exec "$@"',
    "apt-get": """
        echo "apt-get $*" >>"$MACHINE/calls"
        case "$*" in
          *update*) touch "$MACHINE/updated" ;;
          *) echo 'E: no such package'; [ ! -e "$MACHINE/stale" ] || [ -e "$MACHINE/updated" ] ;;
        esac""",
    "meson": """
        [ "$1" = setup ] || { echo 1.0; exit; }
        echo "meson $*" >>"$MACHINE/calls"; mkdir -p "$2"; touch "$2/build.ninja"
        [ ! -e "$MACHINE/broken" ]""",
}
TOOLS = ("bash", "cat", "dirname", "env", "grep", "mkdir", "mktemp", "rm", "tail", "touch")


class Lib(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.machine = Path(temporary.name)
        self.bin = self.machine / "bin"
        self.bin.mkdir()
        for name, body in COMMANDS.items():
            (self.bin / name).write_text(f"#!/bin/bash\n{body}\n")
            (self.bin / name).chmod(0o755)
        for name in TOOLS:
            path = next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists())
            (self.bin / name).symlink_to(path)
        self.write("uid", "0\n")
        self.write("installed", "g++\nmeson\n")

    def write(self, name, text=""):
        (self.machine / name).write_text(text)

    def run_bash(self, code):
        return subprocess.run(
            [self.bin / "bash", "-euo", "pipefail", "-c", f'. "{LIB}"\n{code}'],
            cwd=self.machine,
            env={"PATH": str(self.bin), "MACHINE": str(self.machine), "TMPDIR": str(self.machine)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def calls(self):
        path = self.machine / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def test_need_leaves_apt_alone_when_everything_is_there(self):
        self.assertEqual(self.run_bash("need g++ meson").returncode, 0)
        self.assertEqual(self.calls(), [])

    def test_need_installs_only_what_is_missing(self):
        self.assertEqual(self.run_bash("need g++ catch2 meson ninja-build").returncode, 0)
        (call,) = self.calls()
        self.assertTrue(call.startswith("apt-get "))
        self.assertTrue(call.endswith(" install catch2 ninja-build"), call)

    def test_need_fetches_the_package_lists_when_apt_cannot_do_without(self):
        self.write("stale")
        self.assertEqual(self.run_bash("need catch2").returncode, 0)
        self.assertEqual([call.split()[-1] for call in self.calls()], ["catch2", "update", "catch2"])

    def test_need_goes_through_sudo_for_an_ordinary_user(self):
        self.write("uid", "1000\n")
        self.assertEqual(self.run_bash("need catch2").returncode, 0)
        self.assertTrue(self.calls()[0].startswith("sudo "))

    def test_need_says_what_to_install_without_root_and_sudo(self):
        self.write("uid", "1000\n")
        (self.bin / "sudo").unlink()
        run = self.run_bash("need g++ catch2; echo went on")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("neither root nor sudo", run.stderr)
        self.assertIn("apt-get install catch2\n", run.stderr)
        self.assertNotIn("went on", run.stdout)

    def test_need_shows_why_packages_cannot_be_installed(self):
        self.write("stale")
        (self.bin / "touch").unlink()  # The lists never get fresh.
        run = self.run_bash("need catch2; echo went on")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("E: no such package\n", run.stderr)
        self.assertIn("apt-get install catch2\n", run.stderr)
        self.assertNotIn("went on", run.stdout)

    def test_need_goes_on_where_there_is_no_dpkg(self):
        (self.bin / "dpkg-query").unlink()
        run = self.run_bash("need catch2; echo went on")
        self.assertIn("catch2", run.stderr)
        self.assertEqual(run.stdout, "went on\n")
        self.assertEqual(self.calls(), [])

    def test_configure_sets_up_once(self):
        self.assertEqual(self.run_bash("configure b -Dx=1; configure b -Dx=1").returncode, 0)
        self.assertEqual(self.calls(), ["meson setup b -Dx=1"])

    def test_configure_starts_anew_for_other_options_and_other_packages(self):
        self.run_bash("configure b -Dx=1; touch b/old; configure b -Dx=2")
        self.assertFalse((self.machine / "b" / "old").exists())
        self.run_bash("need g++; configure b -Dx=2")
        self.assertEqual([call[-5:] for call in self.calls()], ["-Dx=1", "-Dx=2", "-Dx=2"])

    def test_configure_repeats_a_setup_that_failed(self):
        self.write("broken")
        self.assertNotEqual(self.run_bash("quietly x.log configure b").returncode, 0)
        (self.machine / "broken").unlink()
        self.assertEqual(self.run_bash("configure b").returncode, 0)
        self.assertEqual(self.calls(), ["meson setup b", "meson setup b"])

    def test_quietly_shows_nothing_of_what_succeeds(self):
        run = self.run_bash("quietly logs/x.log echo chatter")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))

    def test_quietly_shows_the_end_of_what_fails(self):
        run = self.run_bash("quietly logs/x.log bash -c 'echo the ${0}; exit 3' reason; echo went on")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("the reason\n", run.stderr)
        self.assertIn("logs/x.log", run.stderr)
        self.assertNotIn("went on", run.stdout)


if __name__ == "__main__":
    os.umask(0o022)
    unittest.main()
