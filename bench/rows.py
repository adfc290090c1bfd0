#!/usr/bin/env python3
"""Fills a data folder of Berth with rows, so that a large registry can be measured without pushing it.

    bench/rows.py FOLDER [--images 1000000] [--tags 10000,1000000]

Makes the folder by starting Berth once, then writes straight into its database, which no Berth may have open: repositories
bench/many-0, -1 ... of 100,000 images each with a tag each, and bench/tags-N with N tags v0000000 and up of one image. The manifests are
no real ones and name no blobs: good for lists and lookups, not for berth fsck.
"""

import argparse
import hashlib
import os
import pathlib
import sqlite3
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ACCOUNT, REGION = "000000000000", "us-east-1"
IN_ONE_REPOSITORY = 100_000
MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json"


def make(folder):
    environment = dict(
        os.environ,
        BERTH_ROOT_ACCESS_KEY_ID="AKIABENCH00000000000",
        BERTH_ROOT_SECRET_ACCESS_KEY="only-for-this-benchmark",
    )
    server = subprocess.Popen(
        [HERE.parent / "berth", "serve", "--data", folder, "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    if not any(" is ready at " in line for line in server.stdout):
        raise SystemExit("Berth did not start on " + str(folder))
    server.terminate()
    server.wait()


def repository(db, name, images):
    row = db.execute(
        """
        insert into repository (account, region, name, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption)
        values (?, ?, ?, ?, 'MUTABLE', '', 0, 'AES256')
        """,
        (ACCOUNT, REGION, name, time.time_ns() // 1000),
    ).lastrowid
    db.execute("insert into image_count (repository_id, images) values (?, ?)", (row, images))
    return row


def image(db, repository_id, text):
    manifest = ('{"schemaVersion":2,"mediaType":"%s","of":"%s"}' % (MEDIA_TYPE, text)).encode()
    digest = "sha256:" + hashlib.sha256(manifest).hexdigest()
    row = db.execute(
        """
        insert into image (repository_id, digest, media_type, manifest_size, image_size, pushed_at)
        values (?, ?, ?, ?, 0, ?)
        """,
        (repository_id, digest, MEDIA_TYPE, len(manifest), time.time_ns() // 1000),
    ).lastrowid
    db.execute("insert into manifest (image_id, bytes) values (?, ?)", (row, manifest))
    return row


def tag(db, repository_id, names_and_images):
    now = time.time_ns() // 1000
    db.executemany(
        "insert into tag (repository_id, name, image_id, tagged_at) values (?, ?, ?, ?)",
        ((repository_id, name, image_id, now) for name, image_id in names_and_images),
    )


def fill(database, images, tags):
    db = sqlite3.connect(database)
    with db:
        for first in range(0, images, IN_ONE_REPOSITORY):
            count = min(IN_ONE_REPOSITORY, images - first)
            many = repository(db, "bench/many-%d" % (first // IN_ONE_REPOSITORY), count)
            tag(db, many, [("v%07d" % i, image(db, many, "%d/%d" % (many, i))) for i in range(count)])
        for count in tags:
            tagged = repository(db, "bench/tags-%d" % count, 1)
            one = image(db, tagged, "tags")
            tag(db, tagged, (("v%07d" % i, one) for i in range(count)))
    db.execute("pragma wal_checkpoint(truncate)")
    db.close()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--images", type=int, default=1_000_000)
    options.add_argument("--tags", type=lambda text: [int(n) for n in text.split(",")], default=[10_000, 1_000_000])
    given = options.parse_args()
    make(given.folder)
    fill(next(given.folder.rglob("*.db")), given.images, given.tags)


if __name__ == "__main__":
    main()
