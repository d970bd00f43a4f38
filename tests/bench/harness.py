"""Starts what is measured and what it is measured against: a private stack, and one web server in front of them all."""
import contextlib
import os
import pathlib
import shlex
import shutil
import signal
import socket
import subprocess
import time
import tomllib

import pymysql

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", TOP / "build")).resolve()
STACK = pathlib.Path(os.environ.get("STACK", BUILD / "bench-stack")).resolve()
PEOPLE = 10_000
FEW, MANY = 1_000, int(os.environ.get("BENCH_MANY", 100_000))
OWN = "few", "many", "models", "fresh", "same", "far"  # the sites with databases and a TFTP folder of their own
AS_WEB = [TOP / "tests/stack/with-checkout-access", "setpriv", "--reuid=www-data", "--regid=www-data", "--init-groups"]
ENVIRONMENT = os.environ | {
    "BUILD": str(BUILD), "STACK": str(STACK), "STACK_PEOPLE": str(PEOPLE),
    # Without the worker: its tickets would keep Request Tracker, and with it a core, busy.
    "STACK_ONLY": "slapd tftpd mariadb exchange-mariadb rt submit"}


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def tftpd(root):
    """The port of a TFTP server for this folder."""
    port = free_port(socket.SOCK_DGRAM)
    server = subprocess.Popen(["in.tftpd", "--foreground", "--ipv4", "--address", f"127.0.0.1:{port}", "--secure",
                               "--permissive", "--user", "tftp", root])  # fmt: skip
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def children_of(parent):
    return [int(pid) for pid in pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def used_by(pid):
    tasks = pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks)


class Harness:
    """Up while inside of `with`. Sites: main is the stack's own database, one has one worker
    of each kind, few and many have databases of their own with that many phones in them,
    models has phones of all models whose passwords are real, fresh none. What same is asked is
    recorded, and same_work works with same's databases as the site "bare"."""

    def __init__(self):
        self.children = []
        self.leaders = {}  # name: the process whose children work
        self.folder = STACK / "bench"

    def __enter__(self):
        try:
            self.bring_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.let_rt(signal.SIGCONT)
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            child.wait()
        self.stack("down")

    def bring_up(self):
        self.stack("up")
        self.stack("service", "submit", "stop")
        text = (STACK / "stack.env").read_text()
        self.env = dict(pair for word in shlex.split(text) if len(pair := word.split("=", 1)) == 2)
        self.make_folder()
        self.port = free_port()
        self.write_logins()
        self.make_databases()
        self.start_nginx()
        for site in "main", "one", *OWN:
            self.configure(site)
        for site in OWN:
            self.run(self.ours(site, BUILD / "cli/spaconf", "migrate"))
        for site in "few", "many":
            self.start(site, "submit")
        self.start("main", "form")
        self.start("main", "submit")
        self.one_form = self.start("one", "form")
        self.one_submit = self.start("one", "submit")

    def make_folder(self):
        """Each bench has a new folder. Without a journal ext4 does not reuse the inode of a deleted file for six minutes
        (recently_deleted() in its ialloc.c), and to find another one beside thousands of those takes most of a registration's
        time. The flag T makes ext4 place a new folder in another part of the disk."""
        self.folder.mkdir(exist_ok=True)
        subprocess.run(["chattr", "+T", self.folder], stderr=subprocess.DEVNULL)  # other file systems know no such flag
        self.folder /= str(time.time_ns())
        self.folder.mkdir()
        shutil.chown(self.folder, "www-data")

    @staticmethod
    def forget_deleted_files():
        """Makes ext4 forget the inodes of files that this bench has deleted, which slow it down (see make_folder).
        It looks for them only in the tables of inodes that are in memory, and these are dropped here."""
        os.sync()
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("1")

    # The stack and its parts

    def stack(self, script, *arguments):
        self.run([TOP / "tests/stack" / script, *arguments])

    def let_rt(self, signal_number):
        """Stops or continues every process of Request Tracker."""
        try:
            leader = (STACK / "run/rt.pid").read_text().strip()
        except FileNotFoundError:
            return
        found = subprocess.run(["ps", "-o", "pid=", "-s", leader], capture_output=True, text=True).stdout
        for pid in found.split():
            os.kill(int(pid), signal_number)

    def database(self, *statements):
        """Runs them, and gives the rows of the last."""
        link = pymysql.connect(unix_socket=self.env["DB_SOCKET"], user=self.env["DB_USER"],
                               password=self.env["DB_PASSWORD"], database="mysql", autocommit=True)
        with link, link.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    # What is started here

    def run(self, command, as_web=False, **more):
        command = [*AS_WEB, *command] if as_web else command
        done = subprocess.run([str(word) for word in command], env=ENVIRONMENT | {k: str(v) for k, v in more.items()},
                              capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"bench: {' '.join(map(str, command))}: {done.stdout}{done.stderr}")
        return done.stdout

    def ours(self, site, *command):
        """The words that run a program of ours as www-data, for a site."""
        return [*AS_WEB, "env", f"SPACONF_CONFIG={self.config(site)}", *command]

    def launch(self, name, *command, **settings):
        """Starts a server, and waits until it has made NAME.sock, or nginx its pid file."""
        with open(STACK / "log" / f"bench-{name}.log", "ab") as log:
            child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                     env=ENVIRONMENT | settings)
        self.children.append(child)
        self.leaders[name] = child.pid
        for _ in range(1000):
            if child.poll() is not None:
                break
            if (self.folder / f"{name}.{'pid' if name == 'nginx' else 'sock'}").exists():
                return child
            time.sleep(0.02)
        raise SystemExit(f"bench: {name} did not start: {log.name}")

    def stop(self, child):
        child.terminate()
        child.wait()
        self.leaders = {name: pid for name, pid in self.leaders.items() if pid != child.pid}

    def config(self, site):
        return STACK / "spaconf" / f"{site}.conf"

    def configure(self, site, *more):
        changes = [f"web.base_path=/{site}", *(f"web.{kind}_socket={self.folder}/{site}-{kind}.sock"
                                               for kind in ("form", "submit", "api")),
                   # No client of the API is to wait.
                   "web.api_requests_per_minute:=100000", "web.api_burst:=10000"]
        if site in ("one", "same"):
            changes += ["web.form_workers:=1", "web.submit_workers:=1", "web.api_workers:=1"]
        if site in OWN:
            root = self.folder / site
            for path in root, root / "root", root / "root/config", root / "staging":
                path.mkdir(exist_ok=True)
                shutil.chown(path, "www-data", self.env["TFTP_GROUP"])
                path.chmod(0o2750)
            changes += [f"database.name={site}", f"account.database={site}_pbx", f"phone.root={root}/root",
                        f"phone.staging={root}/staging"]
        text = self.run([TOP / "tests/stack/set-config", self.env["SPACONF_CONFIG"], *changes, *more])
        self.config(site).write_text(text)

    def start(self, site, kind):
        return self.launch(f"{site}-{kind}", *self.ours(site, BUILD / f"fcgi/{kind}.fcgi"))

    def token(self, site):
        """Of a new client of the site's API."""
        return self.run(self.ours(site, BUILD / "cli/spaconf", "token", "add", "bench", "--scope", "read,register")).strip()

    def start_nginx(self):
        text = (HERE / "nginx.conf").read_text()
        for word, value in {"DIR": self.folder, "HERE": HERE, "PORT": self.port, "USER": self.env["WEB_USER"]}.items():
            text = text.replace(f"@{word}@", str(value))
        (self.folder / "nginx.conf").write_text(text)
        self.launch("nginx", *AS_WEB, "/usr/sbin/nginx", "-e", "stderr", "-p", self.folder,
                    "-c", self.folder / "nginx.conf")

    def start_references(self, page_bytes):
        """hello and the PHP page, with as many workers and as long a page as form.fcgi has."""
        ours = tomllib.loads(self.config("main").read_text())
        workers = ours["web"]["form_workers"]
        self.launch("hello", *AS_WEB, BUILD / "tests/bench/hello", self.folder / "hello.sock", workers, page_bytes)
        settings = self.directory_settings() | {"PAGE_BYTES": page_bytes}
        lines = ["[global]", "daemonize = no", f"error_log = {self.folder}/php.log",
                 "[page]", f"listen = {self.folder}/php.sock", "pm = static", f"pm.max_children = {workers}",
                 *(f'env[{name}] = "{value}"' for name, value in settings.items())]
        path = self.folder / "php.conf"
        path.write_text("\n".join(lines) + "\n")
        # The cache of compiled pages wants a file of its own, wherever /tmp may not be written.
        self.launch("php", *AS_WEB, "php-fpm8.2", "-d", f"opcache.lockfile_path={self.folder}", "--fpm-config", path)

    def directory_settings(self):
        names = "LDAP_URI", "LDAP_BASE", "LDAP_CA_FILE", "LDAP_BIND_DN", "LDAP_BIND_PASSWORD"
        person = tomllib.loads(self.config("main").read_text())["person"]
        return {name: self.env[name] for name in names} | {"LDAP_FILTER": person["filter"]}

    def processor_time(self):
        """Nanoseconds of processor that each server has used so far."""
        leaders = self.leaders | {name: int((STACK / f"run/{name}.pid").read_text()) for name in ("slapd", "mariadb")}
        return {name: sum(map(used_by, [leader, *children_of(leader)])) for name, leader in leaders.items()}

    # What they work with

    def write_logins(self):
        people = self.run([TOP / "tests/stack/people", PEOPLE])
        logins = [line[5:] for line in people.splitlines() if line.startswith("uid: ")]
        self.logins = self.folder / "logins"
        self.logins.write_text("\n".join(login for login in logins if login != "dvojnik") + "\n")

    def make_databases(self):
        user, pbx = self.env["SPACONF_DB_USER"], self.env["PBX_DB"]
        for site in OWN:
            self.database(f"CREATE DATABASE {site}", f"CREATE DATABASE {site}_pbx CHARACTER SET latin1")
            for table in "subscriber", "grp", "location", "version":
                self.database(f"CREATE TABLE {site}_pbx.{table} LIKE {pbx}.{table}",
                              f"INSERT INTO {site}_pbx.{table} SELECT * FROM {pbx}.{table}")
            for host in "localhost", "127.0.0.1":
                self.database(f"GRANT ALL ON {site}.* TO {user}@{host}", f"GRANT ALL ON {site}_pbx.* TO {user}@{host}")
        self.database("CREATE DATABASE bench", f"CREATE TABLE bench.subscriber LIKE {pbx}.subscriber",
                      "CREATE TABLE bench.phone (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(64) UNIQUE,"
                      " owner VARCHAR(64), model VARCHAR(16)) ENGINE=InnoDB")

    def fill(self, site, phones, model="'spa942'", secret="RANDOM_BYTES(48)"):
        """Empties a site's databases and puts in that many phones with all the rows they have
        once everything is done, of a model and with a sealed password that are expressions of
        seq. Gives how many rows that is."""
        domain, every = self.env["SIP_DOMAIN"], f"FROM seq_1_to_{phones}"
        ref = "CONCAT(LEFT(MD5(seq), 5), LPAD(HEX(seq), 5, '0'))"
        mac = "CONCAT('001217', LOWER(LPAD(HEX(seq * 7919 % 16777216), 6, '0')))"
        login, user, now = "CONCAT('osoba', seq)", "CONCAT('5', LPAD(seq, 6, '0'))", "UTC_TIMESTAMP(3)"
        # As search_terms.cc has them, some more than once.
        pairs = ", ' ', ".join(f"SUBSTRING({mac}, {begin})" for begin in range(1, 12, 2))
        words = (f"CONCAT(' ', {login}, ' osoba ceska ', seq, ' ', {user}, ' ', {pairs}, ' telefon', seq,"
                 f" ' pc', seq, ' ui305 305 ', {model}, ' ')")
        tables = {
            f"{site}.registration": (
                "search_terms, ref, model, mac, active_mac, serial, hostname, inventory, login, person_name, person_mail,"
                " person_telephone, person_room, person_department, profile_state, profile_sha256, ticket_state,"
                " ticket_number, ticket_status, ticket_settled, ticket_checked_at, actor, created, updated",
                f"{words}, {ref}, {model}, {mac}, {mac}, '', CONCAT('telefon-', seq), CONCAT('PC', seq), {login},"
                f" CONCAT('Osoba Česká ', seq), CONCAT({login}, '@example.cz'), '+420 377 631 000', 'UI-305', 'KIV',"
                f" 'done', SHA2(seq, 256), 'done', seq, 'resolved', TRUE, {now}, 'registrar', {now}, {now}"),
            f"{site}.account": ("id, user, domain, secret, owner, permissions, created",
                                f"seq, {user}, '{domain}', {secret}, {login}, 'local ld', {now}"),
            f"{site}.line": ("registration_id, position, account_id, display",
                             "seq, 1, seq, CONCAT('Osoba Česká ', seq)"),
            f"{site}.request": ("actor, request_key, fingerprint, ref, created",
                                f"'registrar', MD5(CONCAT('key', seq)), SHA2(seq, 256), {ref}, {now}"),
            f"{site}.task": ("registration_id, kind, generation, state, not_before, created",
                             *(f"seq, '{kind}', 1, 'done', {now}, {now}" for kind in ("profile", "ticket"))),
            f"{site}.audit": ("at, actor, action, ref, detail",
                              f"{now}, 'registrar', 'register', {ref},"
                              f" CONCAT('spa942 for ', {login}, ', 00:12:17:00:00:00, line 1 ', {user})",
                              f"{now}, 'worker', 'ticket', {ref}, CONCAT('ticket ', seq)"),
            f"{site}_pbx.subscriber": ("username, domain, password, ha1, ha1b",
                                       f"{user}, '{domain}', LEFT(MD5(seq), 20), MD5(seq), MD5(seq + 1)"),
            f"{site}_pbx.grp": ("username, domain, grp, last_modified",
                                *(f"{user}, '{domain}', '{name}', {now}" for name in ("local", "ld"))),
        }
        for table, (columns, *selections) in tables.items():
            self.database(f"TRUNCATE {table}",
                          *(f"INSERT INTO {table} ({columns}) SELECT {each} {every}" for each in selections))
        word = "SUBSTRING_INDEX(SUBSTRING_INDEX(search_terms, ' ', {0}), ' ', -1)"
        self.database(f"TRUNCATE {site}.search_term",
                      *(f"INSERT IGNORE INTO {site}.search_term SELECT {word.format(number)}, id FROM {site}.registration"
                        for number in range(2, 19)))
        tables[f"{site}.search_term"] = ()
        return sum(self.database(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables)

    def fill_once(self, site, phones):
        """What an earlier part has filled is good enough."""
        if self.database(f"SELECT COUNT(*) FROM {site}.search_term")[0][0] == 0:
            self.fill(site, phones)

    def settle(self):
        """Waits until the database has written what it had not written yet."""
        self.database("SET GLOBAL innodb_max_dirty_pages_pct = 0", "SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0")
        for _ in range(100):
            if int(self.database("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")[0][1]) < 50:
                break
            time.sleep(0.1)
        self.database("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT")
        os.sync()

    def fill_folder(self, site, phones, profile):
        """As many profiles as phones: names of their own for a few files, since a folder's
        size is what a new name meets."""
        folder = self.folder / site / "root/config"
        for number in range(phones):
            if number % 10_000 == 0:
                source = folder / f"spa0012{number:08x}.cfg"
                source.write_bytes(b"p" * profile)
            else:
                os.link(source, folder / f"spa0012{number:08x}.cfg")
