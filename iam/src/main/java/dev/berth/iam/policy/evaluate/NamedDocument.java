package dev.berth.iam.policy.evaluate;

import dev.berth.iam.DecidingStatement;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.Statement;

/**
 * A document and what it is called where it is attached.
 *
 * @param name an ARN, or words such as {@code inline policy ci of role deployer}: shown to
 *     administrators as the reason of a decision
 */
public record NamedDocument(String name, PolicyDocument document) {

  DecidingStatement deciding(Statement statement) {
    return new DecidingStatement(name, statement.sid(), statement.index());
  }
}
