package dev.berth.iam.policy;

import java.util.List;
import java.util.regex.Pattern;

/** Whether a resource of a document is {@code *} or an ARN that can exist (IAM dossier 4.2). */
final class ResourceCheck {
  private static final int PARTS = 6;
  private static final int PARTITION = 1;
  private static final int SERVICE = 2;
  private static final int REGION = 3;
  private static final int RESOURCE = 5;
  private static final Pattern PARTITIONS =
      Pattern.compile("aws(?:-cn|-us-gov|-iso|-iso-[a-z]|-eusc)?|.*[*?].*");
  private static final List<String> IAM_PATHS =
      List.of(
          "user/",
          "federated-user/",
          "role/",
          "group/",
          "instance-profile/",
          "mfa/",
          "server-certificate/",
          "policy/",
          "sms-mfa/",
          "saml-provider/",
          "oidc-provider/",
          "report/",
          "access-report/");

  private ResourceCheck() {}

  static void require(String resource) {
    if (resource.equals("*")) {
      return;
    }
    String[] parts = resource.split(":", PARTS);
    if (parts.length == 1 || !parts[0].equals("arn")) {
      throw new PolicyRefused(new PolicyFault.NotAnArn(resource));
    }
    if (!PARTITIONS.matcher(parts[PARTITION]).matches()) {
      throw new PolicyRefused(new PolicyFault.BadPartition(parts[PARTITION], padded(parts)));
    }
    boolean vendor = parts.length > SERVICE && !parts[SERVICE].isEmpty();
    if (!vendor || parts[SERVICE].contains("*") || parts[SERVICE].contains("?")) {
      throw new PolicyRefused(new PolicyFault.VendorWildcard(resource));
    }
    if (parts[SERVICE].equals("iam")) {
      requireOfIam(resource, parts);
    }
  }

  private static void requireOfIam(String resource, String[] parts) {
    if (parts.length > REGION && !List.of("", "*").contains(parts[REGION])) {
      throw new PolicyRefused(new PolicyFault.IamRegion(resource));
    }
    String path = parts.length > RESOURCE ? parts[RESOURCE] : "*";
    if (!path.equals("*") && IAM_PATHS.stream().noneMatch(path::startsWith)) {
      throw new PolicyRefused(new PolicyFault.IamPath(resource));
    }
  }

  /** With a star for each part that is missing, as IAM repeats it. */
  private static String padded(String[] parts) {
    StringBuilder padded = new StringBuilder(String.join(":", parts));
    for (int i = parts.length; i < PARTS; i++) {
      padded.append(":*");
    }
    return padded.toString();
  }
}
