"""Asks the three hosts of the stack's Galera cluster about themselves."""
import pymysql

from spaconf_stack import STACK, env

HOSTS = 1, 2, 3


def on_host(number, text):
    """The rows of a statement on one host, as tuples."""
    with pymysql.connect(unix_socket=str(STACK / f"galera-{number}/sock"), user=env.DB_USER, password=env.DB_PASSWORD,
                         autocommit=True) as connection, connection.cursor() as cursor:  # fmt: skip
        cursor.execute(text)
        return cursor.fetchall()


def all_are_in_touch():
    """Whether each host accepts work and sees all others. A host that was silent accepts work until it learns that it was left out."""
    try:
        status = [dict(on_host(number, "SHOW STATUS LIKE 'wsrep_%'")) for number in HOSTS]
    except pymysql.MySQLError:
        return False
    return all(each["wsrep_cluster_size"] == str(len(HOSTS)) and each["wsrep_ready"] == "ON" for each in status)
