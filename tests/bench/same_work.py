"""Our form and our registration beside a bare program that does the same work and nothing else."""
import os
import shutil
import tomllib

from recording import Recording
from harness import AS_WEB, BUILD
from row import Row, in_turns, rates, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
CLIENTS = 1, 16


class SameWorkBench:
    """Ours is the site "fresh", the bare program the site "bare"; both begin without phones."""

    def __init__(self, harness, measure, page_bytes):
        self.harness, self.measure, self.page_bytes = harness, measure, page_bytes

    def prepare(self):
        for kind in "form", "submit":
            self.harness.start("fresh", kind)
        self.start_bare()
        for site in "fresh", "bare":
            self.measure.get(f"/{site}/form?login=", max(CLIENTS), 1)

    def start_bare(self):
        """The bare programs, with as many workers as ours and the databases of the site "same"."""
        # Rooms of three digits, since four could be the end of an address.
        logins = self.harness.logins.read_text().split()[20:22]
        form, registration, profile_bytes = Recording(self.harness).record(*logins)
        ours, env = tomllib.loads(self.harness.config("main").read_text()), self.harness.env
        settings = self.harness.directory_settings() | {
            "LDAP_ATTRIBUTES": " ".join(ours["person"]["attributes"].values()),
            # By other names than the stack's, since `with-checkout-access` sets those.
            "DATABASE_SOCKET": env["DB_SOCKET"], "DATABASE_NAME": "same",
            "DATABASE_USER": env["SPACONF_DB_USER"], "DATABASE_PASSWORD": env["SPACONF_DB_PASSWORD"]}
        root = self.harness.folder / "same/bare"
        for path in root, root / "staging", root / "config":
            path.mkdir()
            shutil.chown(path, "www-data")
        for kind, *more in ("form", form, self.page_bytes), ("submit", registration, profile_bytes, root):
            self.harness.launch(f"bare-{kind}", *AS_WEB, BUILD / "tests/bench/same_work/same_work",
                              self.harness.folder / f"bare-{kind}.sock", ours["web"][f"{kind}_workers"], *more, **settings)

    def form(self):
        for clients in CLIENTS:
            yield self.row("GET form?login=", clients, 0.8,
                           lambda site: self.measure.get(f"/{site}/form?login=", clients, SECONDS))

    def registration(self):
        for site in "fresh", "bare":
            self.measure.register(site, max(CLIENTS), 1)
        for clients in CLIENTS:
            yield self.row("registration", clients, 0.7, lambda site: self.measure.register(site, clients, SECONDS))
        self.require_same_rows()

    @staticmethod
    def measured():
        """(label, path, clients) of each load."""
        for what, path in ("form", "form?login="), ("registration", "submit/register"):
            for clients in CLIENTS:
                for name, site in ("ours", "fresh"), ("bare", "bare"):
                    yield f"{what}, {clients}, {name}", f"/{site}/{path}", clients

    def row(self, what, clients, goal, measured):
        found = in_turns(**{site: lambda site=site: measured(site)["rate"] for site in ("fresh", "bare")})
        return Row(f"{what}, {clients} client{'s' * (clients > 1)}", "bare, same work", rates(found["fresh"]),
                   rates(found["bare"]), ratios(found["fresh"], found["bare"]), least=goal)

    def require_same_rows(self):
        """Of both, a registration left as many rows in each table, and a file."""
        def left(site, folder):
            counts = {table: self.harness.database(f"SELECT COUNT(*) FROM {schema}.{table}")[0][0]
                      for schema, tables in ((site, ("account", "line", "task", "audit", "request")),
                                             (f"{site}_pbx", ("subscriber", "grp"))) for table in tables}
            phones = self.harness.database(f"SELECT COUNT(*) FROM {site}.registration")[0][0]
            counts["file"] = sum(1 for _ in os.scandir(self.harness.folder / folder))
            return {name: round(count / phones, 1) for name, count in counts.items()}

        ours, theirs = left("fresh", "fresh/root/config"), left("same", "same/bare/config")
        if ours != theirs:
            raise SystemExit(f"bench: a registration of ours leaves {ours}, the bare one {theirs}")
