package dev.berth.iam.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the sealed texts that were opened last hold: opening one costs more than all else that is
 * found out about a caller. An opened text says the same for as long as its ring of keys is the
 * same; whether it still counts is asked elsewhere, each time. The latest {@link #MOST}; what did
 * not open is not kept. Safe for many threads.
 */
final class OpenedTexts {
  private static final int MOST = 1_000;

  /** Texts that are longer are no logins. */
  private static final int LONGEST = 4 * 1024;

  /** Guards the map; not held while a text is opened. */
  private final Object lock = new Object();

  private final Map<String, Opened> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Opened> eldest) {
          return size() > MOST;
        }
      };

  @SuppressWarnings("ArrayRecordComponent") // copied at the way out
  private record Opened(KeyRing ring, byte[] content) {}

  /** The content, as it was opened under this ring, or is opened now. */
  Optional<byte[]> of(String text, KeyRing ring, Supplier<Optional<byte[]>> opening) {
    synchronized (lock) {
      Opened known = latest.get(text);
      if (known != null && known.ring().equals(ring)) {
        return Optional.of(known.content().clone());
      }
    }
    Optional<byte[]> content = opening.get();
    if (text.length() <= LONGEST) {
      content.ifPresent(bytes -> keep(text, new Opened(ring, bytes.clone())));
    }
    return content;
  }

  private void keep(String text, Opened opened) {
    synchronized (lock) {
      latest.put(text, opened);
    }
  }
}
