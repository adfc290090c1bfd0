package dev.berth.registry.lifecycle.selection;

import dev.berth.registry.lifecycle.policy.Action;
import dev.berth.registry.lifecycle.policy.Criterion;
import dev.berth.registry.lifecycle.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which images of a repository the rules take (ECR dossier 12.3). Images are shown one by one, in
 * any order, to {@link Collector#add}, which keeps about 64 bytes of each: what decides about it,
 * and not its tags. Then {@link Collector#judge} sorts them once and counts.
 *
 * <p>The first rule that sees an image decides about it, whether it takes it or keeps it: later
 * ones are not asked. A rule that counts, however, counts everything that it sees, also what an
 * earlier one has decided about. An image that an index names, that refers to another, or that is
 * protected is counted or left out as ECR does, and never taken.
 */
public final class Selection {
  /** The most rules that can be asked at once: each has a bit in what is kept of an image. */
  public static final int MOST_RULES = Long.SIZE;

  private final List<Rule> rules;
  private final List<Judged> oldestFirst;
  private final List<Judged> byId;

  private Selection(List<Rule> rules, List<Judged> oldestFirst) {
    this.rules = rules;
    this.oldestFirst = oldestFirst;
    this.byId = oldestFirst.stream().sorted(Comparator.comparingLong(Judged::id)).toList();
  }

  /** Selects among all of the images. */
  public static Selection of(List<Rule> rules, Iterable<Candidate> images, Instant now) {
    Collector collector = new Collector(rules, now);
    images.forEach(collector::add);
    return collector.judge();
  }

  /** How many images were looked at. */
  public int size() {
    return oldestFirst.size();
  }

  /** Every image once, the oldest first: by its push, in the archive by its transition. */
  public Stream<Verdict> verdicts() {
    return oldestFirst.stream().map(image -> new Verdict(image.id, image.fate(rules)));
  }

  /** What becomes of an image; empty when it was not among them. */
  public Optional<Fate> fate(long imageId) {
    int at =
        Collections.binarySearch(byId, new Judged(imageId), Comparator.comparingLong(Judged::id));
    return at < 0 ? Optional.empty() : Optional.of(byId.get(at).fate(rules));
  }

  /** Takes images one by one. */
  public static final class Collector {
    private final List<Rule> rules;
    private final Instant now;
    private final List<Judged> images = new ArrayList<>();

    /**
     * @param rules by priority, at most {@link #MOST_RULES}
     * @param now what ages are counted to
     */
    public Collector(List<Rule> rules, Instant now) {
      if (rules.size() > MOST_RULES) {
        throw new IllegalArgumentException(
            "%d rules, more than %d".formatted(rules.size(), MOST_RULES));
      }
      this.rules = List.copyOf(rules);
      this.now = now;
    }

    /** Shows an image; each is shown once. */
    public void add(Candidate image) {
      Judged judged = new Judged(image);
      if (image.storageClass().isEmpty()) {
        judged.state = State.ACTIVATING;
      } else if (image.place() == Candidate.Place.REFERRER) {
        judged.state = State.REFERRER;
      } else {
        judged.seen = seen(rules, image);
        first(judged.seen).ifPresent(rule -> byTime(judged, image, rules.get(rule)));
      }
      images.add(judged);
    }

    private void byTime(Judged judged, Candidate image, Rule rule) {
      judged.state = State.SEEN;
      judged.kept = keptBy(rule, image.place());
      if (rule.criterion() instanceof Criterion.Since since) {
        judged.spare = Clocks.isPast(image, since, now) ? Long.MAX_VALUE : 0;
      }
    }

    /** Decides about all that were shown. */
    public Selection judge() {
      images.sort(Judged.NEWEST_FIRST);
      long[] counted = new long[rules.size()];
      for (Judged image : images) {
        OptionalInt deciding = first(image.seen);
        for (long rest = image.seen; rest != 0; rest &= rest - 1) {
          int rule = Long.numberOfTrailingZeros(rest);
          counted[rule]++;
          if (deciding.orElse(-1) == rule
              && rules.get(rule).criterion() instanceof Criterion.CountMoreThan(int most)) {
            image.spare = Math.max(0, counted[rule] - most);
          }
        }
      }
      return new Selection(rules, images.reversed());
    }
  }

  /**
   * What a rule would do with an image as it is now, where counting does not matter: for a second
   * look at an image before it goes. Empty when another rule, or none, decides about it.
   *
   * @param rule that was to take it
   */
  public static boolean stillTakes(List<Rule> rules, Rule rule, Candidate image, Instant now) {
    OptionalInt deciding =
        image.storageClass().isEmpty() || image.place() == Candidate.Place.REFERRER
            ? OptionalInt.empty()
            : first(seen(rules, image));
    boolean same = deciding.isPresent() && rules.get(deciding.getAsInt()).equals(rule);
    return same
        && keptBy(rule, image.place()) == Candidate.Place.FREE
        && switch (rule.criterion()) {
          case Criterion.Since since -> Clocks.isPast(image, since, now);
          case Criterion.CountMoreThan _ -> true;
        };
  }

  /** A bit for each rule that matters: the first that sees the image, and all that count it. */
  private static long seen(List<Rule> rules, Candidate image) {
    long seen = 0;
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean matters = seen == 0 || rule.criterion() instanceof Criterion.CountMoreThan;
      if (matters
          && image.storageClass().equals(Optional.of(rule.storageClass()))
          && rule.tags().sees(image.tags())) {
        seen |= 1L << i;
      }
    }
    return seen;
  }

  private static OptionalInt first(long seen) {
    return seen == 0 ? OptionalInt.empty() : OptionalInt.of(Long.numberOfTrailingZeros(seen));
  }

  private static Candidate.Place keptBy(Rule rule, Candidate.Place place) {
    return place == Candidate.Place.IN_ARCHIVED_INDEX
        ? (rule.action() == Action.TRANSITION ? Candidate.Place.FREE : Candidate.Place.IN_INDEX)
        : place;
  }

  private enum State {
    UNSEEN,
    SEEN,
    REFERRER,
    ACTIVATING
  }

  /** What is kept of an image. */
  private static final class Judged {
    /** Ties of time are broken by digest, so that the order of input does not matter. */
    static final Comparator<Judged> NEWEST_FIRST =
        Comparator.<Judged>comparingLong(image -> image.micros)
            .thenComparingLong(image -> image.digest)
            .thenComparingLong(image -> image.id)
            .reversed();

    private static final int PREFIX = 16;

    private final long id;
    private final long micros;
    private final long digest;
    private long seen;
    private long spare;
    private State state = State.UNSEEN;
    private Candidate.Place kept = Candidate.Place.FREE;

    Judged(long id) {
      this.id = id;
      this.micros = 0;
      this.digest = 0;
    }

    Judged(Candidate image) {
      Instant order = Clocks.order(image);
      this.id = image.id();
      this.micros = order.getEpochSecond() * 1_000_000 + order.getNano() / 1_000;
      this.digest = HexFormat.fromHexDigitsToLong(image.digest().hex(), 0, PREFIX);
    }

    long id() {
      return id;
    }

    Fate fate(List<Rule> rules) {
      return switch (state) {
        case UNSEEN -> new Fate.Unseen();
        case REFERRER -> new Fate.FollowsSubject();
        case ACTIVATING -> new Fate.Activating();
        case SEEN -> fate(rules.get(Long.numberOfTrailingZeros(seen)));
      };
    }

    private Fate fate(Rule rule) {
      if (spare == 0) {
        return new Fate.Shielded(rule);
      }
      return switch (kept) {
        case PROTECTED -> new Fate.Protected(rule);
        case IN_INDEX, IN_ARCHIVED_INDEX -> new Fate.InIndex(rule);
        case FREE, REFERRER -> new Fate.Taken(rule, spare);
      };
    }
  }
}
