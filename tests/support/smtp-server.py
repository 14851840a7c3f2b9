"""A real SMTP server on loopback that files every message it accepts.

    smtp-server.py FOLDER PORT [--refuse ADDRESS] [--later ADDRESS] [--login USER:PASSWORD]

Messages become FOLDER/NNNN.eml, their envelopes FOLDER/NNNN.json ({"from", "to"}). --refuse answers 550 to a
recipient for good, --later 451 (try again); --login demands AUTH first. Runs until it is ended.

FOLDER/refusals, read at each step, changes its mind while it runs: lines of a stage (greeting, hello, login, sender,
recipient, content) and the answer, as "login 535 5.7.8 no"; the answer "silence" keeps the client waiting.
FOLDER/hello lists the names by which clients have introduced themselves.
"""

import argparse
import asyncio
import itertools
import json
import pathlib

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Moods(SMTP):
    """A server that refuses at the stage that the test names."""

    def refusal(self, stage):
        return self.event_handler.refusal(stage)

    async def refuses(self, stage):
        answer = self.refusal(stage)
        if answer == "silence":
            await asyncio.sleep(3600)
        if answer:
            await self.push(answer)
        return bool(answer)

    async def _handle_client(self):
        if await self.refuses("greeting"):
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        with (self.event_handler.folder / "hello").open("a") as names:
            names.write(f"{hostname}\n")
        if not await self.refuses("hello"):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg):
        if not await self.refuses("login"):
            await super().smtp_AUTH(arg)


class Filing:
    """Answers each recipient and keeps each message."""

    def __init__(self, folder, refused, later):
        self.folder = folder
        self.refused = set(refused)
        self.later = set(later)
        self.numbers = itertools.count(1)

    def refusal(self, stage):
        try:
            lines = (self.folder / "refusals").read_text().splitlines()
        except FileNotFoundError:
            return None
        return next((line.split(" ", 1)[1] for line in lines if line.startswith(f"{stage} ")), None)

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.refusal("sender")
        if answer:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.refusal("recipient")
        if answer:
            return answer
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        if address in self.later:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.refusal("content")
        if answer:
            return answer
        name = f"{next(self.numbers):04}"
        envelope_text = json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos})
        (self.folder / f"{name}.json").write_text(envelope_text)
        # Under its final name only when whole: the tests read the folder meanwhile.
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(envelope.original_content)
        unfinished.rename(self.folder / f"{name}.eml")
        return "250 2.0.0 Filed"


def main():
    """Reads the arguments and serves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--refuse", action="append", default=[])
    parser.add_argument("--later", action="append", default=[])
    parser.add_argument("--login")
    args = parser.parse_args()

    def check(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == args.login
        return AuthResult(success=known, handled=False)

    def session():
        return Moods(
            filing,
            enable_SMTPUTF8=True,
            authenticator=check if args.login else None,
            auth_required=bool(args.login),
            auth_require_tls=False,
        )

    filing = Filing(args.folder, args.refuse, args.later)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(loop.create_server(session, "127.0.0.1", args.port))
    loop.run_forever()


main()
