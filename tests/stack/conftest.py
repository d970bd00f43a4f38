"""Every test finds the whole stack up, and leaves it so.

    /usr/bin/python3 -B -m pytest -q -p no:cacheprovider tests/stack
"""
import json
import os

import pytest
import urllib3

import fault_injection
import spaconf_stack as stack
from spaconf_stack import KINDS

ON_EVERY_KIND = ("new_site_test.py", "register_test.py", "change_test.py", "idempotency_test.py", "reconcile_test.py", "outage_test.py",
                 "exchange_crash_test.py")  # fmt: skip
KINDS_OF = dict.fromkeys(ON_EVERY_KIND, KINDS[1:]) | {
    "galera_test.py": ["galera"], "exchange_away_test.py": ["other-server"], "waiting_accounts_test.py": ["other-server"],
    "half_written_test.py": ["openser"], "torture_test.py": KINDS}  # fmt: skip

# The stack's certificates are its own.
urllib3.disable_warnings()


def pytest_configure(config):
    config.addinivalue_line("markers", "changes: registers something, in a file whose tests else change nothing")
    config.addinivalue_line("markers", "same_transaction: makes sense only with an exchange of this kind")


def pytest_generate_tests(metafunc):
    kinds = KINDS_OF.get(metafunc.definition.path.name)
    if kinds:
        only = metafunc.definition.get_closest_marker("same_transaction")
        metafunc.parametrize("exchange_kind", KINDS[-1:] if only else kinds, indirect=True, scope="module")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        # What one of several processes runs at a time, with --dist=loadgroup.
        item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}-{kind_of(item)}"))
    items.sort(key=place)


def kind_of(item):
    return item.callspec.params.get("exchange_kind", KINDS[-1]) if hasattr(item, "callspec") else KINDS[-1]


def place(item):
    """Other folders come first, as they were named, then kind by kind, since each change of the exchange takes its time."""
    if item.path.parent != stack.HERE:
        return -1
    # It reads what all the others left behind; alone it passes too, only with less to read.
    return len(KINDS) if item.path.name == "secrets_test.py" else KINDS.index(kind_of(item))


def pytest_sessionfinish():
    with open(stack.ISSUED, "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.writelines(json.dumps(password) + "\n" for password in stack.issued)


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
    yield
    fault_injection.have_exchange(KINDS[-1])


@pytest.fixture(scope="module", autouse=True)
def exchange_kind(request, the_stack_is_up):
    """The kind of the stack's exchange. What a file registers for several of its tests depends on it."""
    kind = getattr(request, "param", KINDS[-1])
    fault_injection.have_exchange(kind)
    return kind


@pytest.fixture(autouse=True)
def services_are_mended():
    yield
    fault_injection.mend()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails shows what the programs said last."""
    report = (yield).get_result()
    if report.failed:
        for log in sorted((stack.STACK / "log").glob("*.log")):
            if log.stem in ("form", "submit", "api", "worker", "mariadb"):
                report.sections.append((log.name, "".join(log.read_text(errors="replace").splitlines(True)[-8:])))


def pytest_runtest_logreport(report):
    """A failure is named at once: a run that is ended from outside gives no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFAILED {report.nodeid} after {report.duration:.0f} s", flush=True)


@pytest.fixture
def scratch():
    with fault_injection.folder() as path:
        yield path
