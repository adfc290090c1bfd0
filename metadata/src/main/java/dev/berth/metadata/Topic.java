package dev.berth.metadata;

import java.util.EnumSet;
import java.util.Set;

/**
 * Tables that are remembered together, see {@link Database#remember}. A write that changes one of
 * them ends what is remembered of every topic that has it: which tables a write changes is seen in
 * its statements, so that no writer has to say it and none can forget.
 *
 * <p>Whoever remembers what another table says names it here. A table that changes at every request
 * belongs to no topic.
 */
public enum Topic {
  /** Who may call. */
  CREDENTIALS("access_key", "identity"),
  /** What principals may do, and what may be done to repositories. */
  POLICIES(
      "identity",
      "membership",
      "inline_policy",
      "managed_policy",
      "managed_policy_version",
      "policy_attachment",
      "identity_tag",
      "repository",
      "repository_policy",
      "registry_policy",
      "account_setting"),
  /** Which blobs a repository links, and how long they are kept. */
  LAYERS("repository", "blob", "blob_link", "image_blob"),
  /** Which image a tag or digest names, and its manifest. */
  IMAGES("repository", "image", "manifest", "tag"),
  /** Whose pulls are not recorded. */
  PULL_TIMES("pull_time_exclusion");

  private final Set<String> tables;

  Topic(String... tables) {
    this.tables = Set.of(tables);
  }

  /** Whether what these tables say may be remembered under it. */
  boolean covers(Set<String> read) {
    return tables.containsAll(read);
  }

  /** The topics that a change of the table ends. */
  static Set<Topic> of(String table) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (Topic topic : values()) {
      if (topic.tables.contains(table)) {
        topics.add(topic);
      }
    }
    return topics;
  }
}
