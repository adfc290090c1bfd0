package dev.berth.wire.sts;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.identity.session.SessionRefused.MalformedPolicy;
import dev.berth.model.AccountId;
import dev.berth.wire.query.QueryInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Session policies: one in the request, and up to ten managed ones by ARN, 2,048 characters
 * together (IAM dossier 8.2).
 */
public record SessionPolicies(ManagedPolicies managed) {
  private static final int MOST_CHARACTERS = 2048;
  private static final int MOST_ARNS = 10;
  private static final int LONGEST_ARN = 2048;
  private static final int SHORTEST_ARN = 20;

  /** Finds the document of a managed policy. */
  @FunctionalInterface
  public interface ManagedPolicies {
    /** The default version's text; empty when the account can use no such policy. */
    Optional<String> document(String arn, AccountId account);
  }

  /**
   * What a request brings.
   *
   * @param inline the policy in it
   * @param arns of managed policies
   */
  public record Asked(Optional<String> inline, List<String> arns) {
    public Asked {
      arns = List.copyOf(arns);
    }

    boolean isEmpty() {
      return inline.isEmpty() && arns.isEmpty();
    }
  }

  /** {@code Policy} and {@code PolicyArns} of a request. */
  static Asked asked(QueryInput input) {
    Optional<String> inline = input.textIfAny("Policy");
    List<String> arns = new ArrayList<>();
    for (QueryInput policy : input.structures("PolicyArns")) {
      arns.add(policy.text("arn", SHORTEST_ARN, LONGEST_ARN, StsSyntax.ARN));
    }
    if (arns.size() > MOST_ARNS) {
      throw input.violation(
          "PolicyArns",
          arns.size() + " members",
          "Member must have length less than or equal to " + MOST_ARNS);
    }
    int characters =
        inline.map(String::length).orElse(0) + arns.stream().mapToInt(String::length).sum();
    if (characters > MOST_CHARACTERS) {
      throw input.violation(
          "Policy",
          characters + " characters",
          "Member must have length less than or equal to " + MOST_CHARACTERS);
    }
    return new Asked(inline, arns);
  }

  /**
   * The documents; empty when the request brings none.
   *
   * @throws MalformedPolicy for one that cannot be read
   */
  Optional<List<String>> resolve(Asked asked, AccountId account) {
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    List<String> documents = new ArrayList<>();
    asked.inline().ifPresent(text -> documents.add(checked(text)));
    for (String arn : asked.arns()) {
      documents.add(
          managed
              .document(arn, account)
              .orElseThrow(
                  () ->
                      new MalformedPolicy(
                          "Policy %s does not exist or is not attachable.".formatted(arn))));
    }
    return Optional.of(documents);
  }

  private static String checked(String text) {
    try {
      return PolicyDocument.parse(DocumentKind.SESSION, text).text();
    } catch (PolicyRefused refused) {
      throw new MalformedPolicy(refused.getMessage());
    }
  }
}
