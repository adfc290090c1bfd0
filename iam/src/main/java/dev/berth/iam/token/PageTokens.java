package dev.berth.iam.token;

import dev.berth.iam.token.Sealer.Purpose;
import dev.berth.model.RegistryId;
import java.util.List;
import java.util.Optional;

/**
 * Seals where a page ended, so that a client can neither read nor make up a position, nor take it
 * to another list.
 */
public final class PageTokens {
  private static final int VERSION = 1;

  private final Sealer sealer;

  /**
   * The list that a page belongs to. A token opens only for the same one.
   *
   * @param operation such as {@code DescribeImages}
   * @param registry whose
   * @param filter everything else that decides what the list holds: repository, tag status ...
   */
  public record Listing(String operation, RegistryId registry, List<String> filter) {
    public Listing {
      filter = List.copyOf(filter);
    }

    private byte[] toBytes() {
      return Packed.write(
          VERSION,
          out -> {
            out.writeUTF(operation);
            out.writeUTF(registry.account().value());
            out.writeUTF(registry.region().value());
            for (String part : filter) {
              out.writeUTF(part);
            }
          });
    }
  }

  public PageTokens(Sealer sealer) {
    this.sealer = sealer;
  }

  /** The token behind a page that ended at that position. */
  public String seal(Listing listing, byte[] position) {
    return sealer.seal(Purpose.PAGE_TOKEN, listing.toBytes(), position);
  }

  /** The position; empty when the token was not sealed by this server for this list. */
  public Optional<byte[]> open(Listing listing, String token) {
    return sealer.open(Purpose.PAGE_TOKEN, listing.toBytes(), token);
  }
}
