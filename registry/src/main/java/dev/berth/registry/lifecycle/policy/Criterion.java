package dev.berth.registry.lifecycle.policy;

/** Which of the images that a rule sees it takes (ECR dossier 12.3). */
public sealed interface Criterion {

  /** As a policy spells its {@code countType}. */
  String word();

  /** The {@code countNumber} of the policy. */
  int number();

  /**
   * All but the newest.
   *
   * @param number how many stay, at least 1
   */
  record CountMoreThan(int number) implements Criterion {
    @Override
    public String word() {
      return "imageCountMoreThan";
    }
  }

  /**
   * Those whose clock stands more than so many days back; exactly so many is not more.
   *
   * @param clock which one
   * @param number days of 24 hours, at least 1
   */
  record Since(Clock clock, int number) implements Criterion {
    @Override
    public String word() {
      return clock.word;
    }
  }

  /** What an image's age is counted from. */
  enum Clock {
    /** Its push, or its return from the archive. */
    PUSHED("sinceImagePushed"),
    /** Its last pull; before the first one, its push or its return from the archive. */
    PULLED("sinceImagePulled"),
    /** When it went into the archive. */
    TRANSITIONED("sinceImageTransitioned");

    private final String word;

    Clock(String word) {
      this.word = word;
    }
  }
}
