package dev.berth.registry.upload;

import dev.berth.blob.BlobTooLarge;
import dev.berth.blob.BlobWriter;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.LayerPartTooSmall;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.UploadLengthMismatch;
import dev.berth.registry.refusal.UploadNotFound;
import dev.berth.registry.refusal.UploadOutOfOrder;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Puts pieces at the end of an upload's bytes; one that does not fit leaves them as they were. */
final class Receiving {
  private final RepositoryAddress address;
  private final UploadId upload;
  private final Limits limits;

  Receiving(RepositoryAddress address, UploadId upload, Limits limits) {
    this.address = address;
    this.upload = upload;
    this.limits = limits;
  }

  /**
   * Appends a chunk of {@code /v2/}. When its source fails, what came stays: the client asks for
   * the offset and goes on.
   */
  void append(BlobWriter writer, Chunk chunk) throws IOException {
    if (chunk.span().isPresent()) {
      appendSpan(writer, chunk.span().get(), chunk.source());
      return;
    }
    long before = writer.size();
    try {
      writer.append(chunk.source(), limits.layerBytes());
    } catch (BlobTooLarge _) {
      writer.truncate(before);
      throw tooLarge();
    }
  }

  private void appendSpan(BlobWriter writer, Span span, ReadableByteChannel source)
      throws IOException {
    long before = writer.size();
    requireStart(span, before);
    requireRoom(span);
    long received;
    try {
      received = writer.append(source, before + span.length());
    } catch (BlobTooLarge _) {
      received = span.length() + 1;
    }
    if (received != span.length()) {
      writer.truncate(before);
      throw new UploadLengthMismatch(address, upload, span.length(), received, before);
    }
  }

  /** Appends a part of the layer API, all of it or nothing. */
  void appendPart(BlobWriter writer, Span span, ReadableByteChannel source) throws IOException {
    long before = writer.size();
    boolean whole = false;
    try {
      appendSpan(writer, span, source);
      whole = true;
    } finally {
      if (!whole && writer.size() > before) {
        writer.truncate(before);
      }
    }
  }

  /** Refuses a piece that does not start where the upload stopped. */
  void requireStart(Span span, long offset) {
    if (span.first() != offset) {
      throw new UploadOutOfOrder(address, upload, span.first(), offset);
    }
  }

  /** Refuses a piece that would make the layer larger than layers may be. */
  void requireRoom(Span span) {
    if (span.last() >= limits.layerBytes()) {
      throw tooLarge();
    }
  }

  /** Refuses a part when there are as many as there may be. */
  void requireAnotherPart(Upload.Parts parts) {
    if (parts.count() >= limits.parts()) {
      throw new LimitExceeded(
          LimitExceeded.Kind.PARTS_PER_LAYER,
          limits.parts(),
          "The upload already has the maximum allowed number of layer parts which is '%d'"
              .formatted(limits.parts()));
    }
  }

  /** Refuses to complete what has no parts, or too small ones before the last. */
  void requireComplete(Upload.Parts parts) {
    if (parts.count() == 0) {
      throw new EmptyUpload(address, upload);
    }
    if (parts.smallestButLast() < limits.smallestPartBytes()) {
      throw new LayerPartTooSmall(
          address, upload, parts.smallestButLast(), limits.smallestPartBytes());
    }
  }

  /**
   * Cuts off bytes of a part that was never acknowledged. Acknowledged bytes that a loss of power
   * took cannot be mended: the upload is not known then.
   */
  void cutTo(BlobWriter writer, Upload.Parts parts) throws IOException {
    if (writer.size() < parts.bytes()) {
      throw new UploadNotFound(address, upload);
    }
    if (writer.size() > parts.bytes()) {
      writer.truncate(parts.bytes());
    }
  }

  private LimitExceeded tooLarge() {
    return new LimitExceeded(
        LimitExceeded.Kind.LAYER_SIZE,
        limits.layerBytes(),
        "The layer exceeds the maximum allowed size which is '%d' bytes"
            .formatted(limits.layerBytes()));
  }
}
