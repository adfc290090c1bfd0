package dev.berth.testkit.sts;

import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Users, roles and issuers of one account, made through IAM's door by its root user.
 *
 * @param account whose
 * @param root who makes them
 */
record GivenIdentities(String account, AwsAccess root) {
  private static final Pattern KEY_ID = Pattern.compile("<AccessKeyId>(.*?)</AccessKeyId>");
  private static final Pattern SECRET = Pattern.compile("<SecretAccessKey>(.*?)</SecretAccessKey>");

  /** A user with an inline policy of these statements, and a key. */
  AwsAccess user(String name, String... statements) {
    iam("CreateUser", "UserName", name);
    if (statements.length > 0) {
      iam(
          "PutUserPolicy",
          "UserName",
          name,
          "PolicyName",
          "own",
          "PolicyDocument",
          document(statements));
    }
    String key = iam("CreateAccessKey", "UserName", name).text();
    return new AwsAccess(root.endpoint(), first(KEY_ID, key), first(SECRET, key), root.region());
  }

  /** A role with this trust policy; its ARN. */
  String role(String name, String trust, String... statements) {
    iam("CreateRole", "RoleName", name, "AssumeRolePolicyDocument", document(trust));
    if (statements.length > 0) {
      iam(
          "PutRolePolicy",
          "RoleName",
          name,
          "PolicyName",
          "own",
          "PolicyDocument",
          document(statements));
    }
    return "arn:aws:iam::%s:role/%s".formatted(account, name);
  }

  String userArn(String name) {
    return "arn:aws:iam::%s:user/%s".formatted(account, name);
  }

  /** Trusts an issuer for an audience. */
  void provider(String url, String audience) {
    iam("CreateOpenIDConnectProvider", "Url", url, "ClientIDList.member.1", audience);
  }

  /** A policy document of these statements, written with single quotes. */
  static String document(String... statements) {
    return "{'Version':'2012-10-17','Statement':[%s]}"
        .formatted(String.join(",", statements))
        .replace('\'', '"');
  }

  /** An action of IAM that must succeed. */
  Answer iam(String action, String... parameters) {
    Answer answer = call("iam", "2010-05-08", action, parameters);
    if (answer.status() != 200) {
      throw new AssertionError(action + ": " + answer);
    }
    return answer;
  }

  private Answer call(String service, String version, String action, String... parameters) {
    return SignedCalls.of(root).sendForm(service, form(version, action, parameters));
  }

  static String form(String version, String action, String... parameters) {
    List<String> fields = new ArrayList<>(List.of("Action=" + action, "Version=" + version));
    for (int i = 0; i < parameters.length; i += 2) {
      fields.add(
          parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return String.join("&", fields);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(text);
    }
    return matcher.group(1);
  }
}
