package dev.berth.wire.iam;

import dev.berth.identity.AwsManagedPolicies;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Role;
import dev.berth.wire.query.XmlAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of IAM's answers (IAM dossier 9.2). */
final class IamXml {
  private IamXml() {}

  /** In seconds, as AWS has it. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A document as every answer carries it: percent-encoded by RFC 3986. */
  static String document(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** What users, groups and roles have in common, as it stands in lists. */
  static void identity(XmlAnswer xml, Identity identity) {
    String title = IamInput.title(identity.kind());
    xml.element("Path", identity.path())
        .element(title + "Name", identity.name())
        .element(title + "Id", identity.id())
        .element("Arn", identity.arn().toString())
        .element("CreateDate", time(identity.createdAt()));
  }

  static void member(XmlAnswer xml, Identity identity) {
    xml.open("member");
    identity(xml, identity);
    xml.close();
  }

  /** A user on its own, with boundary and tags. */
  static void user(XmlAnswer xml, Identity user, Map<String, String> tags) {
    xml.open(IamInput.title(IdentityKind.USER));
    identity(xml, user);
    boundary(xml, user.boundary());
    tagsIfAny(xml, tags);
    xml.close();
  }

  /** A role as it stands in lists. */
  static void roleMember(XmlAnswer xml, Role role) {
    xml.open("member");
    role(xml, role);
    xml.close();
  }

  /** A role on its own, with boundary, tags and last use. */
  static void role(XmlAnswer xml, Role role, Map<String, String> tags) {
    xml.open("Role");
    role(xml, role);
    boundary(xml, role.identity().boundary());
    tagsIfAny(xml, tags);
    lastUsed(xml, role);
    xml.close();
  }

  private static void role(XmlAnswer xml, Role role) {
    identity(xml, role.identity());
    xml.element("AssumeRolePolicyDocument", document(role.trust()));
    role.description().ifPresent(text -> xml.element("Description", text));
    xml.element("MaxSessionDuration", Long.toString(role.longestSession().toSeconds()));
  }

  static void lastUsed(XmlAnswer xml, Role role) {
    xml.open("RoleLastUsed");
    role.lastUsed()
        .ifPresent(
            use -> xml.element("LastUsedDate", time(use.at())).element("Region", use.region()));
    xml.close();
  }

  static void boundary(XmlAnswer xml, Optional<Arn> boundary) {
    boundary.ifPresent(
        arn ->
            xml.open("PermissionsBoundary")
                .element("PermissionsBoundaryType", "Policy")
                .element("PermissionsBoundaryArn", arn.toString())
                .close());
  }

  /** The list of tags, if only empty. */
  static void tags(XmlAnswer xml, Map<String, String> tags) {
    xml.open("Tags");
    tags.forEach(
        (key, value) -> xml.open("member").element("Key", key).element("Value", value).close());
    xml.close();
  }

  static void tagsIfAny(XmlAnswer xml, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      tags(xml, tags);
    }
  }

  /** What a managed policy has in lists. */
  static void policy(XmlAnswer xml, ManagedPolicy policy, long attachments, long bounded) {
    xml.element("PolicyName", policy.name())
        .element("PolicyId", policy.id())
        .element("Arn", policy.arn().toString())
        .element("Path", policy.path())
        .element("DefaultVersionId", "v" + policy.defaultVersion())
        .element("AttachmentCount", Long.toString(attachments))
        .element("PermissionsBoundaryUsageCount", Long.toString(bounded))
        .element("IsAttachable", Boolean.toString(AwsManagedPolicies.isAttachable(policy)))
        .element("CreateDate", time(policy.createdAt()))
        .element("UpdateDate", time(policy.updatedAt()));
  }

  static void texts(XmlAnswer xml, String element, List<String> texts) {
    xml.open(element);
    texts.forEach(text -> xml.element("member", text));
    xml.close();
  }
}
