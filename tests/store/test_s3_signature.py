"""Signatures are those that the protocol's maker computes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.store.s3_signature import EMPTY, Signer

NOW = datetime(2026, 11, 22, 8, 9, 10, tzinfo=UTC)
KEY, SECRET, REGION = "AKID", "geheim/+=", "cn-north-1"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
@pytest.mark.parametrize("url", ["https://uploads.example.org/ab~c/d", "http://127.0.0.1:9000/b/k"])
def test_signature_equals_that_of_the_makers_library(method: str, url: str) -> None:
    auth = pytest.importorskip("botocore.auth", reason="Expected botocore, of the test extra")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    ours = Signer(key=KEY, secret=SECRET, region=REGION).headers(method, url, EMPTY, NOW)

    given = {name: ours[name] for name in ("x-amz-content-sha256", "x-amz-date")}
    request = AWSRequest(method, url, headers=given)
    request.context["timestamp"] = ours["x-amz-date"]
    theirs = auth.S3SigV4Auth(Credentials(KEY, SECRET), "s3", REGION)
    text = theirs.string_to_sign(request, theirs.canonical_request(request))
    assert ours["authorization"].endswith("Signature=" + theirs.signature(text, request))


def test_secret_is_in_no_header_and_no_text() -> None:
    signer = Signer(key=KEY, secret=SECRET, region=REGION)

    headers = signer.headers("GET", "https://uploads.example.org/a", EMPTY, NOW)
    assert SECRET not in repr(signer) + repr(headers)
