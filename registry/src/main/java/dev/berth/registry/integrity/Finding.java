package dev.berth.registry.integrity;

import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;

/** One thing that a check found. */
public sealed interface Finding {

  /** How bad it is. */
  enum Severity {
    /** Content is lost or wrong, or will be. */
    DAMAGE,
    /** Worth knowing; nothing is lost. */
    NOTE
  }

  /** What is wrong and where, in one line without a full stop. */
  String sentence();

  default Severity severity() {
    return Severity.DAMAGE;
  }

  /** The database's own check of its file, or an edge without an end. */
  record DatabaseProblem(String problem) implements Finding {
    @Override
    public String sentence() {
      return "the database: " + problem.replaceAll("\\s+", " ");
    }
  }

  /** A column holds what is no value of its type: the rows from there on were not checked. */
  record UnreadableRows(String table, String why) implements Finding {
    @Override
    public String sentence() {
      return "not all rows of %s can be read: %s".formatted(table, why);
    }
  }

  /** A row without bytes. */
  record BlobMissing(RegistryId registry, Blob blob) implements Finding {
    @Override
    public String sentence() {
      return "blob %s of %s: its bytes at %s are missing"
          .formatted(blob.digest(), registry, blob.key());
    }
  }

  /** Too few bytes, or too many. */
  record BlobSizeDiffers(RegistryId registry, Blob blob, long found) implements Finding {
    @Override
    public String sentence() {
      return "blob %s of %s: there are %d bytes at %s, not %d"
          .formatted(blob.digest(), registry, found, blob.key(), blob.size());
    }
  }

  /** As many bytes as there should be, but others. */
  record BlobBytesDiffer(RegistryId registry, Blob blob, Digest found) implements Finding {
    @Override
    public String sentence() {
      return "blob %s of %s: the bytes at %s hash to %s"
          .formatted(blob.digest(), registry, blob.key(), found);
    }
  }

  /** Bytes that the disk does not give. */
  record BlobUnreadable(RegistryId registry, Blob blob, String why) implements Finding {
    @Override
    public String sentence() {
      return "blob %s of %s: the bytes at %s cannot be read: %s"
          .formatted(blob.digest(), registry, blob.key(), why);
    }
  }

  /** A blob whose bytes are to be deleted as if nobody needed them. */
  record CondemnedInUse(BlobKey key) implements Finding {
    @Override
    public String sentence() {
      return "the bytes at %s are condemned although a blob has them".formatted(key);
    }
  }

  /** Images whose manifests are gone. */
  record ManifestsMissing(long count) implements Finding {
    @Override
    public String sentence() {
      return "%d images have no manifest".formatted(count);
    }
  }

  /** A quota that is asked of a wrong number. */
  record ImagesMiscounted(RepositoryAddress repository, long counted, long images)
      implements Finding {
    @Override
    public String sentence() {
      return "repository %s: it counts %d images and has %d"
          .formatted(shown(repository), counted, images);
    }
  }

  /** A manifest that is not the one that was pushed. */
  record ManifestDiffers(RepositoryAddress repository, Digest image, Digest found)
      implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: its manifest hashes to %s".formatted(image, shown(repository), found);
    }
  }

  /** A row that says something else than its manifest. */
  record ImageSizeDiffers(RepositoryAddress repository, Digest image, long row, long found)
      implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: its manifest has %d bytes, its row says %d"
          .formatted(image, shown(repository), found, row);
    }
  }

  /** The right bytes, and still no manifest of the row's media type. */
  record ManifestUnreadable(RepositoryAddress repository, Digest image, String why)
      implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: its manifest cannot be read: %s"
          .formatted(image, shown(repository), why);
    }
  }

  /** Content that a manifest names and its repository does not hold (invariant I4). */
  record NamedMissing(RepositoryAddress repository, Digest image, Digest named) implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: it names %s, which the repository does not hold"
          .formatted(image, shown(repository), named);
    }
  }

  /** Content that is there, but could be deleted while the image is. */
  record EdgeMissing(RepositoryAddress repository, Digest image, Digest named) implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: it names %s, and no edge keeps that"
          .formatted(image, shown(repository), named);
    }
  }

  /** Edges that keep what the manifest does not name. */
  record EdgesTooMany(RepositoryAddress repository, Digest image, long count) implements Finding {
    @Override
    public String sentence() {
      return "image %s of %s: %d of its edges end at what it does not name"
          .formatted(image, shown(repository), count);
    }
  }

  /** Bytes for which no row exists: room that a crash or a restored database left behind. */
  record Orphan(BlobKey key, long bytes) implements Finding {
    @Override
    public String sentence() {
      return "no row holds the %d bytes at %s".formatted(bytes, key);
    }

    @Override
    public Severity severity() {
      return Severity.NOTE;
    }
  }

  private static String shown(RepositoryAddress repository) {
    return "%s/%s".formatted(repository.registry(), repository.name());
  }
}
