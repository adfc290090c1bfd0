package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import java.util.List;

/**
 * One row of a table.
 *
 * @param id such as {@code C001}
 * @param action as the row writes it
 * @param remarks what is odd about its documents, such as one that would be refused when written
 */
public record PolicyCase(
    String id,
    String title,
    String action,
    Question question,
    Policies policies,
    Expectation expectation,
    List<String> remarks) {

  public PolicyCase {
    remarks = List.copyOf(remarks);
  }
}
