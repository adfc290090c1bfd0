package dev.berth.iam.policy.evaluate;

import dev.berth.iam.DecidingStatement;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import java.util.List;
import java.util.Optional;

/** What the policies say to a {@link Question}, and which of them settles it. */
public sealed interface Verdict {

  /** Whether the request may go on. */
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /** The same as a gate gives it. */
  Reason reason();

  /** Whose policies allow. */
  enum Grantor {
    /** The identity's, or what the root user has of itself. */
    IDENTITY,
    /** The resource's alone. */
    RESOURCE,
    /** Both, across accounts. */
    BOTH,
    /** Nobody's: the action needs none. */
    EXEMPT
  }

  /**
   * Allowed.
   *
   * @param statement that grants: the identity's, or the resource's when that alone does; empty
   *     where the grant is implied
   */
  record Allowed(Grantor by, Optional<DecidingStatement> statement) implements Verdict {
    @Override
    public Reason reason() {
      return switch (by) {
        case IDENTITY, BOTH -> new Reason.StatementAllows(PolicyKind.IDENTITY, statement);
        case RESOURCE -> new Reason.StatementAllows(PolicyKind.RESOURCE, statement);
        case EXEMPT -> new Reason.Exempt();
      };
    }
  }

  /** A statement denies. Of several, one is told. */
  record ExplicitlyDenied(PolicyKind by, DecidingStatement statement) implements Verdict {
    @Override
    public Reason reason() {
      return new Reason.ExplicitDeny(by, Optional.of(statement));
    }
  }

  /**
   * Nothing denies, and policies that would have to allow do not.
   *
   * @param missing their kinds, one at least; the first is told
   */
  record ImplicitlyDenied(List<PolicyKind> missing) implements Verdict {
    public ImplicitlyDenied {
      missing = List.copyOf(missing);
    }

    @Override
    public Reason reason() {
      return new Reason.NoAllow(missing.getFirst());
    }
  }
}
