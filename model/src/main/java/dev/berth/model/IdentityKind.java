package dev.berth.model;

/** What an account's identities are (IAM dossier 9.2). */
public enum IdentityKind {
  USER("user", "AIDA"),
  GROUP("group", "AGPA"),
  ROLE("role", "AROA");

  private final String word;
  private final String idPrefix;

  IdentityKind(String word, String idPrefix) {
    this.word = word;
    this.idPrefix = idPrefix;
  }

  /** As it stands in ARNs and messages, such as {@code user}. */
  public String word() {
    return word;
  }

  /** What its ids begin with, such as {@code AIDA}. */
  public String idPrefix() {
    return idPrefix;
  }
}
