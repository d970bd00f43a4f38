"""The contract of the API, as a linter reads it that only CI installs."""
import pathlib
import subprocess

TESTS = pathlib.Path(__file__).resolve().parents[1]


def test_the_linter_has_nothing_to_say_about_the_contract():
    done = subprocess.run([TESTS / "lint-openapi"], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
