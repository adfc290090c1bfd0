package dev.berth.identity.session;

import dev.berth.iam.Session;
import dev.berth.iam.sigv4.SigningSecret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a session's row holds encrypted: its secret, and what it may do and is called, so that
 * whoever can write to the database cannot widen a session.
 */
record SessionContent(
    SigningSecret secret,
    Optional<List<String>> policies,
    Map<String, String> tags,
    Set<String> transitiveTagKeys,
    Optional<String> sourceIdentity,
    Optional<String> federatedProvider,
    boolean chained) {
  private static final int VERSION = 1;

  static SessionContent of(SigningSecret secret, Session session) {
    return new SessionContent(
        secret,
        session.policies(),
        session.tags(),
        session.transitiveTagKeys(),
        session.sourceIdentity(),
        session.federatedProvider(),
        session.chained());
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, secret.value());
      out.writeBoolean(policies.isPresent());
      writeAll(out, policies.orElse(List.of()));
      writeAll(out, List.copyOf(tags.keySet()));
      writeAll(out, tags.keySet().stream().map(key -> tags.getOrDefault(key, "")).toList());
      writeAll(out, List.copyOf(transitiveTagKeys));
      writeAll(out, sourceIdentity.stream().toList());
      writeAll(out, federatedProvider.stream().toList());
      out.writeBoolean(chained);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalStateException when a newer Berth wrote it
   */
  static SessionContent ofBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IllegalStateException("a session's content is of a form that is not known");
      }
      SigningSecret secret = new SigningSecret(read(in));
      boolean limited = in.readBoolean();
      List<String> policies = readAll(in);
      return new SessionContent(
          secret,
          limited ? Optional.of(policies) : Optional.empty(),
          map(readAll(in), readAll(in)),
          new HashSet<>(readAll(in)),
          readAll(in).stream().findFirst(),
          readAll(in).stream().findFirst(),
          in.readBoolean());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> map(List<String> keys, List<String> values) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }

  private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  // A managed policy may be longer than writeUTF takes.
  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static List<String> readAll(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(read(in));
    }
    return List.copyOf(texts);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
