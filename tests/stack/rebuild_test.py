"""spaconf reconcile --rebuild: the TFTP folder lost and recreated from the database, also by halves."""
import os
import pathlib
import subprocess

from fault_injection import SPACONF, as_program, kill_when, run
from reconcile_test import FOLDER, NEAR, STAGING, about, fresh, path_of, reconcile
from spaconf_stack import env, tftp


def emptied():
    for file in [*FOLDER.iterdir(), *pathlib.Path(env.TFTP_ROOT).glob("spa9*.cfg")]:
        file.unlink()


def test_a_folder_is_recreated_from_the_database():
    forms = [fresh(model=model) for model in ("spa921", "spa942", "spa962")]
    right = {path_of(form): path_of(form).read_bytes() for form in forms}
    initial = {name: tftp(f"spa{name}.cfg") for name in (921, 942, 962)}
    was = FOLDER.stat()
    emptied()
    FOLDER.rmdir()
    done = run(SPACONF, "reconcile", "--rebuild", timeout=120)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in right} == right
    assert {name: tftp(f"spa{name}.cfg") for name in initial} == initial
    now = FOLDER.stat()
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)
    assert about(reconcile("--check", NEAR), *[form.ref for form in forms]) == []


def test_killed_in_the_middle_it_completes_and_no_reader_sees_half_a_file():
    forms = [fresh() for _ in range(6)]
    right = {form.mac: path_of(form).read_bytes() for form in forms}
    for folder, files in (STAGING, 1), (STAGING, 4), (FOLDER, 1), (FOLDER, 4):
        emptied()
        process = subprocess.Popen([*as_program(), SPACONF, "reconcile", "--rebuild"], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
        kill_when(process, lambda: len(os.listdir(folder)) >= files)
        assert all(tftp(f"config/spa{address}.cfg") in (None, data) for address, data in right.items())
    assert run(SPACONF, "reconcile", "--rebuild", timeout=120).returncode == 0
    assert {address: tftp(f"config/spa{address}.cfg") for address in right} == right
    assert about(reconcile("--check", NEAR), *[form.ref for form in forms]) == []
