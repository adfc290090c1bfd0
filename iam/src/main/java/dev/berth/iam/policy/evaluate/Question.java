package dev.berth.iam.policy.evaluate;

import dev.berth.iam.policy.match.ArnText;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.model.AccountId;
import java.util.Locale;

/** What is decided: may this caller do this to that, now. One for each demand. */
public final class Question {
  private final Caller caller;
  private final String action;
  private final ArnText resource;
  private final AccountId owner;
  private final ConditionValues context;

  /**
   * A question.
   *
   * @param action such as {@code ecr:PutImage}, in any case
   * @param resource its ARN, or {@code *} for an action without resource type
   * @param owner the account that the resource is in; for {@code *} the one that is acted in
   * @param context asked lazily, and the same key perhaps more than once
   */
  public Question(
      Caller caller, String action, String resource, AccountId owner, ConditionValues context) {
    this.caller = caller;
    this.action = action.toLowerCase(Locale.ROOT);
    this.resource = new ArnText(resource);
    this.owner = owner;
    this.context = context;
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /** In lower case. */
  public String action() {
    return action;
  }

  /** On what. */
  public ArnText resource() {
    return resource;
  }

  /** Whose it is. */
  public AccountId owner() {
    return owner;
  }

  /** The context of the request. */
  public ConditionValues context() {
    return context;
  }
}
