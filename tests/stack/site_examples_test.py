"""The commented examples in the web servers' files: the servers themselves accept each of them."""
import re
import subprocess

import pytest

from spaconf_stack import TOP

MODULES = "/usr/lib/apache2/modules"
APACHE = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_host", "authz_user", "auth_basic", "ldap", "authnz_ldap",
          "auth_gssapi", "auth_openidc", "unique_id", "env", "ssl"]  # fmt: skip
APACHE_OUTSIDE = ("OIDC", "LogFormat", "CustomLog", "SSL")
NGINX_IN_HTTP = ("log_format",)
NGINX_IN_SERVER = ("ssl_",)
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def examples(file):
    """The blocks of lines that stand three blanks or more behind the #."""
    lines = (TOP / file).read_text().splitlines()
    blocks = [[]]
    for line in lines:
        if match := re.match(r" *# {3,}(\S.*)", line):
            blocks[-1].append(match[1])
        elif blocks[-1]:
            blocks.append([])
    # The first block tells how to install the file.
    return [block for block in blocks if block][1:]


def named(file):
    return [pytest.param(file, block, id=f"{file}-{block[0].split()[0]}-{number}") for number, block in enumerate(examples(file))]


@pytest.mark.parametrize("file, block", [*named("apache/spaconf-proxy.conf"), *named("apache/spaconf-fcgid.conf")])
def test_apache_accepts_the_example(file, block, tmp_path):
    conf = tmp_path / "apache.conf"
    outside = [line for line in block if line.startswith(APACHE_OUTSIDE)]
    inside = [line for line in block if line not in outside]
    outside = [line.replace("/etc/spaconf/portals.pem", AUTHORITIES) for line in outside]
    for secret in ("secret", "passphrase"):
        outside = [line.replace(f"/etc/apache2/oidc.{secret}", str(tmp_path / "oidc")) for line in outside]
    (tmp_path / "oidc").write_text("a secret\n")
    conf.write_text("\n".join([*(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in APACHE), f"ServerRoot {tmp_path}",
                               "ServerName localhost", f"PidFile {tmp_path}/pid", "Listen 127.0.0.1:1", f"ErrorLog {tmp_path}/log", *outside,
                               '<Location "/spaconf/">', *inside, "</Location>", ""]))  # fmt: skip
    done = subprocess.run(["/usr/sbin/apache2", "-t", "-f", str(conf)], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file, block", named("nginx/spaconf.conf"))
def test_nginx_accepts_the_example(file, block, tmp_path):
    conf = tmp_path / "nginx.conf"
    text = " ".join(block)
    statements = [statement.strip() + ";" for statement in text.split(";") if statement.strip()]
    in_http = [each for each in statements if each.startswith(NGINX_IN_HTTP)]
    in_server = [each for each in statements if each.startswith(NGINX_IN_SERVER)]
    inside = [each for each in statements if each not in in_http + in_server]
    for_server = " ".join(in_server).replace("/etc/spaconf/portals.pem", AUTHORITIES)
    modules = "".join(f"load_module {path};\n" for path in ("modules/ngx_http_auth_pam_module.so",) if "auth_pam" in text)
    conf.write_text(f"{modules}error_log stderr;\npid {tmp_path}/pid;\nevents {{ }}\nhttp {{ access_log off; {' '.join(in_http)}\n"
                    f"server {{ listen 127.0.0.1:1; {for_server}\nlocation /spaconf/ {{ {' '.join(inside)} }} }} }}\n")  # fmt: skip
    done = subprocess.run(["/usr/sbin/nginx", "-t", "-e", "stderr", "-p", "/usr/share/nginx", "-c", str(conf)],
                          capture_output=True, text=True, timeout=20)  # fmt: skip
    assert done.returncode == 0, done.stderr
