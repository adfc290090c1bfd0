package dev.berth.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.oci.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request for every action of IAM, about things that exist, so that each would change or show
 * something if nobody stood in its way.
 *
 * @param parameters by action
 */
record IamSamples(Map<String, Map<String, String>> parameters) {
  static final String VERSION = "2010-05-08";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecr:*\","
          + "\"Resource\":\"*\"}]}";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String ARN = "arn:aws:iam::000000000000:policy/guarded";
  private static final String SPARE = "arn:aws:iam::000000000000:policy/spare";
  private static final String PROVIDER = "arn:aws:iam::000000000000:oidc-provider/guarded.example";
  private static final String SERVICE_ROLE = "AWSServiceRoleForECRReplication";

  /** Makes what the samples are about. */
  static IamSamples prepare(SignedCalls calls) {
    Map<String, Map<String, String>> made = new LinkedHashMap<>();
    String[] user = {"UserName", "guarded"};
    String[] group = {"GroupName", "guarded"};
    String[] role = {"RoleName", "guarded"};
    send(calls, "CreateUser", user);
    send(calls, "CreateGroup", group);
    send(calls, "CreateRole", with(role, "AssumeRolePolicyDocument", TRUST));
    send(calls, "CreatePolicy", "PolicyName", "guarded", "PolicyDocument", POLICY);
    send(calls, "CreatePolicy", "PolicyName", "spare", "PolicyDocument", POLICY);
    send(calls, "CreatePolicyVersion", "PolicyArn", ARN, "PolicyDocument", POLICY);
    send(calls, "AddUserToGroup", with(user, group));
    send(calls, "CreateOpenIDConnectProvider", "Url", "https://guarded.example");
    send(calls, "CreateServiceLinkedRole", "AWSServiceName", "replication.ecr.amazonaws.com");
    send(calls, "CreateAccountAlias", "AccountAlias", "guarded-alias");
    for (String[] holder : new String[][] {user, group, role}) {
      String kind = holder[0].replace("Name", "");
      send(calls, "Put" + kind + "Policy", document(holder));
      send(calls, "Attach" + kind + "Policy", with(holder, "PolicyArn", ARN));
      if (!kind.equals("Group")) {
        send(calls, "Put" + kind + "PermissionsBoundary", with(holder, "PermissionsBoundary", ARN));
      }
    }
    String key = text(send(calls, "CreateAccessKey", user), "AccessKeyId");
    users(made, user, key);
    groups(made, group, user);
    roles(made, role);
    policies(made);
    for (String[] holder : new String[][] {user, group, role}) {
      holders(made, holder);
    }
    tags(made, user, role);
    others(made);
    return new IamSamples(made);
  }

  private static void users(Map<String, Map<String, String>> made, String[] user, String key) {
    put(made, "CreateUser", "UserName", "fresh");
    put(made, "GetUser", user);
    put(made, "ListUsers");
    put(made, "UpdateUser", with(user, "NewUserName", "renamed"));
    put(made, "DeleteUser", user);
    put(made, "CreateAccessKey", user);
    put(made, "ListAccessKeys", user);
    put(made, "UpdateAccessKey", with(user, "AccessKeyId", key, "Status", "Inactive"));
    put(made, "DeleteAccessKey", with(user, "AccessKeyId", key));
    put(made, "GetAccessKeyLastUsed", "AccessKeyId", key);
    put(made, "ListGroupsForUser", user);
    for (String empty :
        new String[] {
          "ListMFADevices",
          "ListSigningCertificates",
          "ListSSHPublicKeys",
          "ListServiceSpecificCredentials"
        }) {
      put(made, empty, user);
    }
  }

  private static void groups(Map<String, Map<String, String>> made, String[] group, String[] user) {
    put(made, "CreateGroup", "GroupName", "fresh");
    put(made, "GetGroup", group);
    put(made, "ListGroups");
    put(made, "UpdateGroup", with(group, "NewGroupName", "renamed"));
    put(made, "DeleteGroup", group);
    put(made, "AddUserToGroup", with(group, user));
    put(made, "RemoveUserFromGroup", with(group, user));
  }

  private static void roles(Map<String, Map<String, String>> made, String[] role) {
    put(made, "CreateRole", "RoleName", "fresh", "AssumeRolePolicyDocument", TRUST);
    put(made, "GetRole", role);
    put(made, "ListRoles");
    put(made, "UpdateRole", with(role, "Description", "changed"));
    put(made, "UpdateRoleDescription", with(role, "Description", "changed"));
    put(made, "UpdateAssumeRolePolicy", with(role, "PolicyDocument", TRUST.replace(":root", "")));
    put(made, "DeleteRole", role);
    put(made, "ListInstanceProfilesForRole", role);
    put(made, "CreateServiceLinkedRole", "AWSServiceName", "ecr.amazonaws.com");
    put(made, "DeleteServiceLinkedRole", "RoleName", SERVICE_ROLE);
    put(
        made,
        "GetServiceLinkedRoleDeletionStatus",
        "DeletionTaskId",
        "task/aws-service-role/ecr.amazonaws.com/AWSServiceRoleForECRTemplate/done");
  }

  private static void policies(Map<String, Map<String, String>> made) {
    put(made, "CreatePolicy", "PolicyName", "fresh", "PolicyDocument", POLICY);
    put(made, "GetPolicy", "PolicyArn", ARN);
    put(made, "ListPolicies");
    put(made, "DeletePolicy", "PolicyArn", SPARE);
    put(made, "CreatePolicyVersion", "PolicyArn", ARN, "PolicyDocument", POLICY);
    put(made, "GetPolicyVersion", "PolicyArn", ARN, "VersionId", "v1");
    put(made, "ListPolicyVersions", "PolicyArn", ARN);
    put(made, "SetDefaultPolicyVersion", "PolicyArn", ARN, "VersionId", "v2");
    put(made, "DeletePolicyVersion", "PolicyArn", ARN, "VersionId", "v2");
    put(made, "ListEntitiesForPolicy", "PolicyArn", ARN);
  }

  private static void holders(Map<String, Map<String, String>> made, String[] holder) {
    String kind = holder[0].replace("Name", "");
    put(made, "Put" + kind + "Policy", document(holder));
    put(made, "Get" + kind + "Policy", with(holder, "PolicyName", "inline"));
    put(made, "List" + kind + "Policies", holder);
    put(made, "Delete" + kind + "Policy", with(holder, "PolicyName", "inline"));
    put(made, "Attach" + kind + "Policy", with(holder, "PolicyArn", SPARE));
    put(made, "Detach" + kind + "Policy", with(holder, "PolicyArn", ARN));
    put(made, "ListAttached" + kind + "Policies", holder);
    if (!kind.equals("Group")) {
      put(made, "Put" + kind + "PermissionsBoundary", with(holder, "PermissionsBoundary", SPARE));
      put(made, "Delete" + kind + "PermissionsBoundary", holder);
    }
  }

  private static void tags(Map<String, Map<String, String>> made, String[] user, String[] role) {
    Map<String, String[]> owners =
        Map.of(
            "User",
            user,
            "Role",
            role,
            "Policy",
            new String[] {"PolicyArn", ARN},
            "OpenIDConnectProvider",
            new String[] {"OpenIDConnectProviderArn", PROVIDER});
    owners.forEach(
        (title, owner) -> {
          put(
              made,
              "Tag" + title,
              with(owner, "Tags.member.1.Key", "a", "Tags.member.1.Value", "b"));
          put(made, "Untag" + title, with(owner, "TagKeys.member.1", "a"));
          put(made, "List" + title + "Tags", owner);
        });
  }

  private static void others(Map<String, Map<String, String>> made) {
    String[] provider = {"OpenIDConnectProviderArn", PROVIDER};
    put(made, "CreateOpenIDConnectProvider", "Url", "https://fresh.example");
    put(made, "GetOpenIDConnectProvider", provider);
    put(made, "ListOpenIDConnectProviders");
    put(made, "DeleteOpenIDConnectProvider", provider);
    put(made, "AddClientIDToOpenIDConnectProvider", with(provider, "ClientID", "x"));
    put(made, "RemoveClientIDFromOpenIDConnectProvider", with(provider, "ClientID", "x"));
    put(
        made,
        "UpdateOpenIDConnectProviderThumbprint",
        with(provider, "ThumbprintList.member.1", "0123456789012345678901234567890123456789"));
    put(made, "GetAccountSummary");
    put(made, "GetAccountAuthorizationDetails");
    put(made, "ListAccountAliases");
    put(made, "CreateAccountAlias", "AccountAlias", "fresh-alias");
    put(made, "DeleteAccountAlias", "AccountAlias", "guarded-alias");
    String source = "arn:aws:iam::000000000000:user/guarded";
    put(
        made,
        "SimulatePrincipalPolicy",
        "PolicySourceArn",
        source,
        "ActionNames.member.1",
        "ecr:PutImage");
    put(
        made,
        "SimulateCustomPolicy",
        "PolicyInputList.member.1",
        POLICY,
        "ActionNames.member.1",
        "ecr:PutImage");
    put(made, "GetContextKeysForPrincipalPolicy", "PolicySourceArn", source);
    put(made, "GetContextKeysForCustomPolicy", "PolicyInputList.member.1", POLICY);
  }

  /** The form that asks for an action. */
  String form(String action) {
    return form(action, parameters.getOrDefault(action, Map.of()));
  }

  private static String form(String action, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Action", action);
    all.put("Version", VERSION);
    all.putAll(parameters);
    return all.entrySet().stream()
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Answer send(SignedCalls calls, String action, String... parameters) {
    Answer answer = calls.sendForm("iam", form(action, pairs(parameters)));
    assertThat(answer.status()).as(action + ": " + answer.text()).isEqualTo(200);
    return answer;
  }

  private static String text(Answer answer, String element) {
    String xml = answer.text();
    return xml.substring(
        xml.indexOf("<" + element + ">") + element.length() + 2, xml.indexOf("</" + element));
  }

  private static String[] document(String[] holder) {
    return with(holder, "PolicyName", "inline", "PolicyDocument", POLICY);
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static void put(
      Map<String, Map<String, String>> made, String action, String... parameters) {
    made.put(action, pairs(parameters));
  }

  private static Map<String, String> pairs(String... parameters) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int at = 0; at < parameters.length; at += 2) {
      pairs.put(parameters[at], parameters[at + 1]);
    }
    return pairs;
  }
}
