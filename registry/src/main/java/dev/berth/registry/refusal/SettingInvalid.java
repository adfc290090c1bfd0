package dev.berth.registry.refusal;

/**
 * A creation template or a pull-through cache rule whose members do not go together (ECR dossier
 * 17.2 and 18; ECR's words are not known).
 */
public final class SettingInvalid extends Refusal {
  private final String member;

  /**
   * @param member of the request, as the API names it
   * @param constraint what it fails to satisfy
   */
  public SettingInvalid(String member, String constraint) {
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
