package dev.berth.iam.policy;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether the actions of a document are well formed and within its kind (IAM dossier 4.2, 7.3). */
final class ActionCheck {
  private static final Pattern VENDOR = Pattern.compile("[A-Za-z0-9.-]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9*?]+");
  private static final String EVERYTHING = "*";

  private ActionCheck() {}

  static void require(DocumentKind kind, String action) {
    if (!action.equals(EVERYTHING)) {
      requireForm(action);
    }
    switch (kind) {
      case TRUST -> {
        if (!action.toLowerCase(Locale.ROOT).startsWith("sts:")) {
          throw new PolicyRefused(new PolicyFault.NotAnStsAction(action));
        }
      }
      case REPOSITORY, REGISTRY -> requireOfEcr(action);
      case IDENTITY_MANAGED, IDENTITY_INLINE, SESSION, SERVICE_CONTROL, RESOURCE_CONTROL -> {
        // any service
      }
    }
  }

  private static void requireForm(String action) {
    int colon = action.indexOf(':');
    if (colon < 0) {
      throw new PolicyRefused(new PolicyFault.NoVendor(action));
    }
    if (action.indexOf(':', colon + 1) >= 0) {
      throw new PolicyRefused(new PolicyFault.TwoColons(action));
    }
    String vendor = action.substring(0, colon);
    if (!vendor.equals(EVERYTHING) && !VENDOR.matcher(vendor).matches()) {
      throw new PolicyRefused(new PolicyFault.BadVendor(vendor));
    }
    if (!NAME.matcher(action.substring(colon + 1)).matches()) {
      throw new PolicyRefused(new PolicyFault.Meaningless("no action is called " + action));
    }
  }

  private static void requireOfEcr(String action) {
    String lower = action.toLowerCase(Locale.ROOT);
    boolean ecr = lower.equals(EVERYTHING) || lower.startsWith("ecr:");
    // a token is asked for in the caller's own account, never on a repository
    if (!ecr || lower.equals("ecr:getauthorizationtoken")) {
      throw new PolicyRefused(
          new PolicyFault.Meaningless("a repository or registry cannot grant " + action));
    }
  }
}
