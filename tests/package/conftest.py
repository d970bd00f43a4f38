"""Lets these tests use the helpers of tests/stack."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "stack"))
