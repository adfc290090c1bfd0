package dev.berth.wire.iam;

import dev.berth.iam.token.PageTokens;
import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.model.Page;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * {@code Marker} and {@code MaxItems}: 1 to 1000 items, 100 when nothing is said (IAM dossier 9.1).
 * A marker is good for the list that it came from and for no other.
 */
final class IamPages {
  private static final int DEFAULT_SIZE = 100;
  private static final int MOST = 1000;

  private final PageTokens tokens;

  /**
   * A list that is asked for.
   *
   * @param listing which
   * @param page where it goes on
   */
  record Asked(Listing listing, Page.Request<String> page) {}

  IamPages(PageTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The page that a request asks for.
   *
   * @param filter everything else that decides what the list holds
   */
  Asked asked(QueryInput input, Caller.Known caller, String action, String... filter) {
    Listing listing = new Listing(action, caller.registry(), List.of(filter));
    Optional<String> after =
        input
            .textIfAny("Marker")
            .map(
                marker ->
                    tokens
                        .open(listing, marker)
                        .map(position -> new String(position, StandardCharsets.UTF_8))
                        .orElseThrow(() -> new InvalidInput("Invalid Marker.")));
    int size = input.numberIfAny("MaxItems", 1, MOST).orElse(DEFAULT_SIZE);
    return new Asked(listing, new Page.Request<>(after, size));
  }

  /** Writes a list and whether there is more. */
  <T> void write(
      XmlAnswer xml,
      String element,
      Asked asked,
      Page<T, String> page,
      BiConsumer<XmlAnswer, T> member) {
    xml.open(element);
    page.items().forEach(item -> member.accept(xml, item));
    xml.close();
    more(xml, asked, page.next());
  }

  /** Writes whether there is more. */
  void more(XmlAnswer xml, Asked asked, Optional<String> next) {
    xml.element("IsTruncated", Boolean.toString(next.isPresent()));
    next.ifPresent(
        position ->
            xml.element(
                "Marker", tokens.seal(asked.listing(), position.getBytes(StandardCharsets.UTF_8))));
  }

  /** A page of a list that is all in memory, in the order of its keys. */
  static <T> Page<T, String> of(List<T> all, Asked asked, Function<T, String> key) {
    List<T> rest =
        all.stream()
            .filter(
                item ->
                    asked
                        .page()
                        .after()
                        .map(last -> key.apply(item).compareTo(last) > 0)
                        .orElse(true))
            .toList();
    int size = asked.page().limit();
    return rest.size() <= size
        ? new Page<>(rest, Optional.empty())
        : new Page<>(rest.subList(0, size), Optional.of(key.apply(rest.get(size - 1))));
  }
}
