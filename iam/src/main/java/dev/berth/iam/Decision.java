package dev.berth.iam;

import java.util.Set;

/** What the gate says of a request, with its reason. */
public sealed interface Decision {

  /**
   * Every hard demand is allowed.
   *
   * @param by why
   * @param withheld the soft demands that are not allowed: the handler does without them
   */
  record Allowed(Reason by, Set<Demand> withheld) implements Decision {
    public Allowed {
      withheld = Set.copyOf(withheld);
    }

    /** Whether this demand, hard or soft, is granted. */
    public boolean grants(Demand demand) {
      return !withheld.contains(demand);
    }
  }

  /**
   * A hard demand is refused.
   *
   * @param demand the first one that is
   * @param reason why
   */
  record Denied(Demand demand, Reason reason) implements Decision {}

  /** Why a decision fell. */
  sealed interface Reason {

    /** The principal is the root user of the account that owns the resource. */
    record RootOfOwner() implements Reason {}

    /** The request makes no demands. */
    record NothingDemanded() implements Reason {}

    /** No statement of this kind of policy allows it. */
    record NoAllow(PolicyKind kind) implements Reason {}

    /** A statement of this kind of policy denies it. */
    record ExplicitDeny(PolicyKind kind) implements Reason {}
  }

  /** The kinds of policy that can decide, in the words of IAM's refusals. */
  enum PolicyKind {
    IDENTITY("an", "identity-based policy"),
    RESOURCE("a", "resource-based policy"),
    BOUNDARY("a", "permissions boundary"),
    SESSION("a", "session policy"),
    SERVICE_CONTROL("a", "service control policy"),
    RESOURCE_CONTROL("a", "resource control policy");

    private final String article;
    private final String words;

    PolicyKind(String article, String words) {
      this.article = article;
      this.words = words;
    }

    /** Such as {@code an identity-based policy}. */
    public String withArticle() {
      return article + " " + words;
    }

    /** Such as {@code identity-based policy}. */
    public String words() {
      return words;
    }
  }
}
