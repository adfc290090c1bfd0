package dev.berth.registry.refusal;

/**
 * A creation template that could make no repository (ECR dossier 18; ECR's words are not known).
 */
public final class TemplateInvalid extends Refusal {
  private final String member;

  /**
   * @param member of the request, as the API names it
   * @param constraint what it fails to satisfy
   */
  public TemplateInvalid(String member, String constraint) {
    super(
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
            .formatted(member, constraint));
    this.member = member;
  }

  /** The member of the request. */
  public String member() {
    return member;
  }
}
