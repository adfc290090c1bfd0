package dev.berth.registry.event.pattern;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What one element of a pattern's array asks of a field. */
sealed interface Match {
  /** Whether the values of a field fit; none when it is absent. */
  default boolean fits(List<JsonNode> values) {
    return values.stream().anyMatch(this::fits);
  }

  /** Whether one value fits. */
  boolean fits(JsonNode value);

  /** Exactly this text, number, boolean or null; numbers by their value. */
  record Exactly(JsonNode wanted) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      boolean areNumbers = wanted.isNumber() && value.isNumber();
      return areNumbers
          ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
          : wanted.equals(value);
    }
  }

  /** {@code prefix}. */
  record Prefix(String start, boolean ignoresCase) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      return value.isString()
          && value.stringValue().regionMatches(ignoresCase, 0, start, 0, start.length());
    }
  }

  /** {@code suffix}. */
  record Suffix(String end, boolean ignoresCase) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      return value.isString()
          && value
              .stringValue()
              .regionMatches(
                  ignoresCase, value.stringValue().length() - end.length(), end, 0, end.length());
    }
  }

  /** {@code equals-ignore-case}. */
  record EqualsIgnoreCase(String text) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      return value.isString()
          && value.stringValue().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * {@code wildcard}.
   *
   * @param pieces the texts between the stars, at least one
   */
  record Wildcard(List<String> pieces) implements Match {
    public Wildcard {
      pieces = List.copyOf(pieces);
    }

    @Override
    public boolean fits(JsonNode value) {
      return value.isString() && fits(value.stringValue());
    }

    private boolean fits(String text) {
      if (pieces.size() == 1) {
        return text.equals(pieces.getFirst());
      }
      if (!text.startsWith(pieces.getFirst())) {
        return false;
      }
      int at = pieces.getFirst().length();
      for (String piece : pieces.subList(1, pieces.size() - 1)) {
        int found = text.indexOf(piece, at);
        if (found < 0) {
          return false;
        }
        at = found + piece.length();
      }
      return text.length() - at >= pieces.getLast().length() && text.endsWith(pieces.getLast());
    }
  }

  /** {@code numeric}: the value fits every comparison. */
  record Numeric(List<Comparison> comparisons) implements Match {
    public Numeric {
      comparisons = List.copyOf(comparisons);
    }

    @Override
    public boolean fits(JsonNode value) {
      return value.isNumber()
          && comparisons.stream().allMatch(comparison -> comparison.holds(value.decimalValue()));
    }
  }

  /**
   * A comparison with a number.
   *
   * @param operator one of {@code =}, {@code <}, {@code <=}, {@code >}, {@code >=}
   */
  record Comparison(String operator, BigDecimal number) {
    boolean holds(BigDecimal value) {
      int order = value.compareTo(number);
      return switch (operator) {
        case "=" -> order == 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> throw new IllegalStateException("no operator: " + operator);
      };
    }
  }

  /** {@code exists}. */
  record Exists(boolean wanted) implements Match {
    @Override
    public boolean fits(List<JsonNode> values) {
      return values.isEmpty() != wanted;
    }

    @Override
    public boolean fits(JsonNode value) {
      return wanted;
    }
  }

  /** {@code anything-but}: a value that fits none of these. */
  record AnythingBut(List<Match> unwanted) implements Match {
    public AnythingBut {
      unwanted = List.copyOf(unwanted);
    }

    @Override
    public boolean fits(JsonNode value) {
      return unwanted.stream().noneMatch(match -> match.fits(value));
    }
  }
}
