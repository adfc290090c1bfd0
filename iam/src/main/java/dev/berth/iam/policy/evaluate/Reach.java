package dev.berth.iam.policy.evaluate;

import dev.berth.iam.policy.PrincipalName;
import dev.berth.iam.policy.Statement.Principals;
import java.util.List;
import java.util.Optional;

/**
 * How closely a statement of a resource's policy names a caller, and so what its Allow is worth in
 * the caller's own account (IAM dossier 5.2). From far to near.
 */
enum Reach {
  /** Not at all. */
  NONE,
  /** By its account: the account may grant, and has to. */
  ACCOUNT,
  /** By what the session was made from: boundary and session policies must allow. */
  ORIGIN,
  /** Itself, or as one of everybody: nothing more is needed. */
  CALLER;

  /** How the principals of a statement name the caller. */
  static Reach of(Principals principals, Caller caller, boolean hasBoundary) {
    if (principals.negated()) {
      return isExempt(principals.names(), caller, hasBoundary) ? NONE : CALLER;
    }
    Reach nearest = NONE;
    for (PrincipalName name : principals.names()) {
      Reach reach = of(name, caller);
      if (reach.compareTo(nearest) > 0) {
        nearest = reach;
      }
    }
    return nearest;
  }

  private static Reach of(PrincipalName name, Caller caller) {
    return switch (name) {
      case PrincipalName.Everyone _ -> CALLER;
      case PrincipalName.OfAccount(var account) ->
          caller.account().filter(account::equals).isPresent() ? ACCOUNT : NONE;
      case PrincipalName.OfIdentity(var arn) -> identity(caller, arn);
      case PrincipalName.OfId(var id) -> id(caller, id);
      case PrincipalName.OfSession(var arn) -> isSession(caller, arn) ? CALLER : NONE;
      case PrincipalName.OfProvider(var provider) ->
          caller instanceof Caller.WebIdentity web && web.provider().equals(provider)
              ? CALLER
              : NONE;
      case PrincipalName.OfService(var service) ->
          caller instanceof Caller.Service acting && acting.name().equals(service) ? CALLER : NONE;
      case PrincipalName.Nobody _ -> NONE;
    };
  }

  private static Reach identity(Caller caller, String arn) {
    return switch (caller) {
      case Caller.User user -> user.arn().equals(arn) ? CALLER : NONE;
      case Caller.RoleSession session -> session.role().equals(arn) ? ORIGIN : NONE;
      case Caller.FederatedUser user -> identity(user.parent(), arn) == CALLER ? ORIGIN : NONE;
      case Caller.Root _, Caller.Service _, Caller.WebIdentity _, Caller.Anonymous _ -> NONE;
    };
  }

  private static Reach id(Caller caller, String id) {
    return switch (caller) {
      case Caller.User user -> has(user.id(), id) ? CALLER : NONE;
      case Caller.RoleSession session -> has(session.id(), id) ? ORIGIN : NONE;
      case Caller.FederatedUser user -> id(user.parent(), id) == CALLER ? ORIGIN : NONE;
      case Caller.Root _, Caller.Service _, Caller.WebIdentity _, Caller.Anonymous _ -> NONE;
    };
  }

  private static boolean has(Optional<String> known, String id) {
    return known.isPresent() && known.get().equals(id);
  }

  private static boolean isSession(Caller caller, String arn) {
    return switch (caller) {
      case Caller.RoleSession session -> session.arn().equals(arn);
      case Caller.FederatedUser user -> user.arn().equals(arn);
      case Caller.User _,
          Caller.Root _,
          Caller.Service _,
          Caller.WebIdentity _,
          Caller.Anonymous _ ->
          false;
    };
  }

  /**
   * Whether a NotPrincipal leaves the caller out: only when it lists every name of it, the account
   * too, and never when it has a boundary (IAM dossier 5.4).
   */
  private static boolean isExempt(List<PrincipalName> names, Caller caller, boolean hasBoundary) {
    if (hasBoundary) {
      return false;
    }
    boolean account = false;
    boolean origin = false;
    boolean itself = false;
    for (PrincipalName name : names) {
      Reach reach = of(name, caller);
      boolean everyone = name instanceof PrincipalName.Everyone;
      account |= reach == ACCOUNT || everyone;
      origin |= reach == ORIGIN || everyone;
      itself |= reach == CALLER;
    }
    return switch (caller) {
      case Caller.User _ -> account && itself;
      case Caller.RoleSession _ -> account && origin && itself;
      case Caller.FederatedUser user ->
          account && itself && (origin || user.parent() instanceof Caller.Root);
      case Caller.Root _ -> account;
      case Caller.Service _, Caller.WebIdentity _, Caller.Anonymous _ -> itself;
    };
  }
}
