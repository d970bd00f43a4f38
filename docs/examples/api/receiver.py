#!/usr/bin/python3
"""Receives webhooks of spaconf, verifies them and prints what happened.

    WEBHOOK_SECRET=$(cat portal.secret) ./receiver.py 8080
"""
import base64, hashlib, hmac, http.server, json, os, sys, time  # noqa: E401

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].strip().removeprefix("whsec_"))


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        sent = self.headers["webhook-timestamp"]
        signed = f"{self.headers['webhook-id']}.{sent}.".encode() + body
        mine = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        is_ours = any(hmac.compare_digest(mine, each) for each in self.headers["webhook-signature"].split())
        is_ours = is_ours and abs(time.time() - int(sent)) < 300
        if is_ours:  # the same webhook-id may come twice: a real program notes which it has seen
            event = json.loads(body)["data"]
            print(event["type"], event["registration"], event["login"], event["mac"], event["at"])
        self.send_response(204 if is_ours else 400)
        self.end_headers()


http.server.HTTPServer(("", int(sys.argv[1])), Receiver).serve_forever()
