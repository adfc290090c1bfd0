package dev.berth.iam;

import dev.berth.model.Malformed;
import java.util.regex.Pattern;

/**
 * An IAM action, {@code service:Name}, such as {@code ecr:PutImage}.
 *
 * @param service the prefix, such as {@code ecr}
 * @param name such as {@code PutImage}
 */
public record Action(String service, String name) {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,128}");

  public Action {
    if (!SERVICE.matcher(service).matches() || !NAME.matcher(name).matches()) {
      throw new Malformed("IAM action", service + ":" + name, "it has the form service:Name");
    }
  }

  /** An action of ECR. */
  public static Action ecr(String name) {
    return new Action("ecr", name);
  }

  @Override
  public String toString() {
    return service + ":" + name;
  }
}
