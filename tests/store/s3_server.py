"""An object store in a process of its own: moto's server, which checks every signature.

Prints one line: the address of an empty bucket, and the key and secret of who may use it.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import boto3
from moto.core import set_initial_no_auth_action_count
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BUCKET = "uploads"
RIGHTS = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def client(service: str, address: str, key: str = "x", secret: str = "x") -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=address,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


def newcomer(address: str) -> tuple[str, str]:
    """The key and secret of a user who may do everything with objects."""
    people = client("iam", address)
    people.create_user(UserName="guicheng")
    policy = json.dumps({"Version": "2012-10-17", "Statement": RIGHTS})
    people.put_user_policy(UserName="guicheng", PolicyName="all", PolicyDocument=policy)
    made = people.create_access_key(UserName="guicheng")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def main() -> None:
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"

    @set_initial_no_auth_action_count(3)  # the three that make the user
    def serve() -> None:
        key, secret = newcomer(address)
        client("s3", address, key, secret).create_bucket(Bucket=BUCKET)
        sys.stdout.write(f"{address}/{BUCKET} {key} {secret}\n")
        sys.stdout.flush()
        threading.Event().wait()

    serve()


if __name__ == "__main__":
    main()
