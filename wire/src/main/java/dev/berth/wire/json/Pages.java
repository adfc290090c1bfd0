package dev.berth.wire.json;

import dev.berth.iam.token.PageTokens;
import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Page;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code maxResults} and {@code nextToken} (ECR dossier 1.5, CHECKLIST PG-01 to PG-07). A token is
 * good for the list that it came from and for no other, and says nothing to its holder.
 */
public final class Pages {
  private static final String TOKEN = "nextToken";
  private static final String SIZE = "maxResults";
  private static final int DEFAULT_SIZE = 100;

  private final PageTokens tokens;

  public Pages(PageTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The page that a request asks for: 100 items when it does not say.
   *
   * @param position reads a position that {@link #finish} wrote
   * @throws dev.berth.wire.aws.Unacceptable.Violation when the token is not one of this list
   */
  public <K> Page.Request<K> request(Input input, Listing listing, Function<String, K> position) {
    return request(input, listing, DEFAULT_SIZE, position);
  }

  /** The same with another size when the request does not say (PG-06). */
  public <K> Page.Request<K> request(
      Input input, Listing listing, int usual, Function<String, K> position) {
    Optional<K> after =
        input
            .textIfAny(TOKEN)
            .map(
                token ->
                    tokens
                        .open(listing, token)
                        .map(bytes -> position.apply(new String(bytes, StandardCharsets.UTF_8)))
                        .orElseThrow(
                            () -> input.violation(TOKEN, "The token is not one of this list")));
    return new Page.Request<>(after, input.numberIfAny(SIZE).orElse(usual));
  }

  /** Adds the token of the next page to an answer; nothing on the last one. */
  public void finish(ObjectNode answer, Listing listing, Optional<String> position) {
    position.ifPresent(
        last -> answer.put(TOKEN, tokens.seal(listing, last.getBytes(StandardCharsets.UTF_8))));
  }

  /** Refuses to page through items that are named one by one (PG-03, PG-04). */
  public static void refuseBeside(String named, Input input) {
    for (String member : new String[] {TOKEN, SIZE}) {
      if (input.has(member)) {
        throw input.violation(member, "%s can't be used with %s".formatted(member, named));
      }
    }
  }
}
