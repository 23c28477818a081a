"""The example of a proxy in docs/pages.md, run as it stands there."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web.conftest import ROOT, Site

NAME = "pledges.example.org"


def certified(folder: Path) -> None:
    """A certificate for the name of the example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def test_the_proxy_of_the_docs_serves_the_site(site_of_demo: Site, tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have nginx (scripts/test installs it)")
        pytest.skip("needs nginx")
    (example,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/pages.md").read_text(encoding="utf-8"), re.S)
    certified(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for ours, theirs in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        (f"/etc/ssl/{NAME}.pem", f"{tmp_path}/cert.pem"),
        (f"/etc/ssl/{NAME}.key", f"{tmp_path}/key.pem"),
        ("http://127.0.0.1:8765", site_of_demo.address),
    ):
        assert ours in example
        example = example.replace(ours, theirs)
    places = "".join(
        f"{what}_temp_path {tmp_path}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; types {{ text/html html; }} {places}\n{example} }}\n"
    )
    with subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]) as proxy:
        try:
            trusted = ssl.create_default_context(cafile=tmp_path / "cert.pem")
            page = answered(port, trusted, "/")
            assert "What was promised, and what became of it" in page.text
            assert page.headers["content-encoding"] == "gzip"
            assert "default-src 'none'" in page.headers["content-security-policy"]
            again = answered(port, trusted, "/", {"If-None-Match": page.headers["etag"]})
            assert again.status_code == 304
            assert answered(port, trusted, "/healthz").json()["status"] == "ok"
        finally:
            proxy.terminate()


def answered(port: int, trusted: ssl.SSLContext, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """The answer of the proxy, once it listens."""
    for _ in range(100):
        try:
            with httpx.Client(verify=trusted) as client:
                return client.get(
                    f"https://127.0.0.1:{port}{path}",
                    headers={"Host": NAME, **(headers or {})},
                    extensions={"sni_hostname": NAME},
                )
        except httpx.ConnectError:
            time.sleep(0.05)
    pytest.fail("the proxy does not listen")
