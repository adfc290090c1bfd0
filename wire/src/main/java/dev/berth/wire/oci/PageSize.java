package dev.berth.wire.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code n} of lists (distribution-spec, "Listing Tags"; ECR dossier 7.5): 100 unless said, at
 * most 1000.
 *
 * @param items how many items a page may have, 0 to 1000
 */
record PageSize(int items) {
  private static final int DEFAULT = 100;
  private static final int MAX = 1000;
  private static final int MAX_DIGITS = 9;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads {@code n}. More than 1000 is cut; strictly as ECR it is refused.
   *
   * @throws OciError 400 for what is no number from 0 on
   */
  static PageSize of(OciQuery query, OciSettings settings) {
    Optional<String> n = query.first("n");
    if (n.isEmpty()) {
      return new PageSize(DEFAULT);
    }
    String text = n.get();
    if (!NUMBER.matcher(text).matches()) {
      throw settings.strictEcr()
          ? refused("Member must have value greater than or equal to 1")
          : OciError.of(
              400,
              OciError.Code.PAGINATION_NUMBER_INVALID,
              "The number of items 'n' is '%s', which is no number from 0 on.".formatted(text));
    }
    int asked = text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(text);
    if (settings.strictEcr() && asked > MAX) {
      throw refused("Member must have value less than or equal to 1000");
    }
    return new PageSize(Math.min(asked, MAX));
  }

  private static OciError refused(String constraint) {
    return OciError.of(
        405,
        OciError.Code.UNSUPPORTED,
        "Invalid parameter at 'maxResults' failed to satisfy constraint: '%s'"
            .formatted(constraint));
  }
}
