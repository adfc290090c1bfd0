package dev.berth.iam;

import java.util.Optional;
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

    /** The request makes no demands. */
    record NothingDemanded() implements Reason {}

    /** The action needs no permission, and no policy can take it away. */
    record Exempt() implements Reason {}

    /**
     * A statement allows it.
     *
     * @param kind where the statement stands
     * @param statement empty where a grant is implied, as the root user's
     */
    record StatementAllows(PolicyKind kind, Optional<DecidingStatement> statement)
        implements Reason {}

    /** No statement of this kind of policy allows it: what is missing is the demand's action. */
    record NoAllow(PolicyKind kind) implements Reason {}

    /**
     * A statement of this kind of policy denies it.
     *
     * @param statement which; empty where the gate knows no statements
     */
    record ExplicitDeny(PolicyKind kind, Optional<DecidingStatement> statement) implements Reason {
      /** By a gate that knows no statements. */
      public ExplicitDeny(PolicyKind kind) {
        this(kind, Optional.empty());
      }
    }

    /**
     * How IAM's refusal ends for this reason, such as {@code because no identity-based policy
     * allows the ecr:PutImage action} (IAM dossier 3.5); empty for reasons to allow.
     *
     * @param action as the refusal names it
     */
    default String tail(String action) {
      return switch (this) {
        case NoAllow(var kind) ->
            "because no %s allows the %s action".formatted(kind.words(), action);
        case ExplicitDeny(var kind, var _) ->
            "with an explicit deny in %s".formatted(kind.withArticle());
        case NothingDemanded _, Exempt _, StatementAllows _ -> "";
      };
    }
  }

  /** The kinds of policy that can decide, in the words of IAM's refusals. */
  enum PolicyKind {
    IDENTITY("an", "identity-based policy"),
    RESOURCE("a", "resource-based policy"),
    /** The resource-based policy of a role: who may assume it. */
    ROLE_TRUST("the", "role trust policy"),
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
