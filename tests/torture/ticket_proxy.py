"""A proxy before Request Tracker that keeps connections open, and can lose answers, be silent, slow, or break off."""
import contextlib
import http.server
import threading
import time

import requests

from spaconf_stack import env


class TicketProxy(http.server.ThreadingHTTPServer):
    """Answers as Request Tracker while `fault` is None; listens on `port`."""
    daemon_threads = True

    def __init__(self):
        self.fault, self.known = None, set()
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A client that hung up is nothing to talk of."""

    @contextlib.contextmanager
    def failing(self, fault):
        """`fault` is resets, silent, loses replies, or the seconds that each answer takes."""
        self.fault = fault
        try:
            yield
        finally:
            self.fault = None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_any(self):
        fault, proxy = self.server.fault, self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fault == "resets":
            return self.hang_up()
        while proxy.fault == "silent":
            time.sleep(0.1)
        if fault == "silent":
            return self.hang_up()
        if isinstance(fault, float):
            time.sleep(fault)
        headers = {name: self.headers[name] for name in ("Authorization", "Content-Type", "Accept") if self.headers[name]}
        try:
            answer = requests.request(self.command, env.RT_URL + self.path, data=body, headers=headers, timeout=60, allow_redirects=False)
        except requests.RequestException:
            return self.hang_up()
        # What has an effect is carried out, and its first answer is lost.
        request = self.command, self.path, body
        if fault == "loses replies" and self.command != "GET" and request not in proxy.known:
            proxy.known.add(request)
            return self.hang_up()
        self.send_response(answer.status_code)
        for name in "Content-Type", "ETag":
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = handle_any

    def hang_up(self):
        self.close_connection = True
