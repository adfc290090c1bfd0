package dev.berth.testkit.loss;

/**
 * Something that a registry has or has not.
 *
 * @param repository where it is
 * @param name the digest of a blob or manifest, a tag, or the repository's own name
 */
record Fact(Kind kind, String repository, String name) {
  /** The value of a fact that is not so. */
  static final String ABSENT = "absent";

  /** The value of a fact that has no value of its own. */
  static final String PRESENT = "present";

  /** What it is; the values of the first three are digests of the bytes that are served. */
  enum Kind {
    BLOB,
    MANIFEST,
    TAG,
    REPOSITORY
  }

  static Fact blob(String repository, String digest) {
    return new Fact(Kind.BLOB, repository, digest);
  }

  static Fact manifest(String repository, String digest) {
    return new Fact(Kind.MANIFEST, repository, digest);
  }

  static Fact tag(String repository, String tag) {
    return new Fact(Kind.TAG, repository, tag);
  }

  static Fact repository(String name) {
    return new Fact(Kind.REPOSITORY, name, name);
  }
}
