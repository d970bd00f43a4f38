"""Every test finds the whole stack up, and leaves it so.

    /usr/bin/python3 -B -m pytest -q -p no:cacheprovider tests/stack
"""
import os

import pytest
import urllib3

import fault_injection
import spaconf_stack as stack

# The stack's certificates are its own.
urllib3.disable_warnings()


def pytest_configure(config):
    config.addinivalue_line("markers", "changes: registers something, in a file whose tests else change nothing")


def pytest_collection_modifyitems(items):
    # It reads what all the others left behind; alone it passes too, only with less to read.
    items.sort(key=lambda item: item.path.name == "secrets_test.py")


def pytest_sessionfinish():
    with open(stack.ISSUED, "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.writelines(f"{password}\n" for password in stack.issued)


@pytest.fixture(scope="session", autouse=True)
def the_stack_is_up():
    if os.geteuid() != 0:
        pytest.exit("The stack's services belong to several users, and these tests stop and kill them: run them as root.", 1)
    programs = fault_injection.FORM, fault_injection.SUBMIT, fault_injection.API, fault_injection.SPACONF
    missing = [p for p in (stack.STACK / "stack.env", *programs) if not p.exists()]
    if missing:
        pytest.exit(f"The stack is not up: there is no {missing[0]}; run tests/stack/up first.", 1)
    if not stack.ready():
        pytest.exit("The stack is not up: /readyz does not say that every service is well.", 1)


@pytest.fixture(autouse=True)
def services_are_mended():
    yield
    fault_injection.mend()


@pytest.fixture
def scratch():
    with fault_injection.folder() as path:
        yield path
