package dev.berth.identity.refusal;

/** Something hangs on what should be deleted. */
public final class DeleteConflict extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  private final Hanging hanging;

  /** What hangs on it, and IAM's words for that. */
  public enum Hanging {
    ATTACHED_POLICIES("Cannot delete entity, must detach all policies first."),
    INLINE_POLICIES("Cannot delete entity, must delete policies first."),
    ACCESS_KEYS("Cannot delete entity, must delete access keys first."),
    GROUPS("Cannot delete entity, must remove users from group first."),
    USERS("Cannot delete entity, must remove users from group first."),
    HOLDERS("Cannot delete a policy attached to entities."),
    VERSIONS(
        "This policy has more than one version. Before you delete a policy, you must delete"
            + " the policy's versions. The default version is deleted with the policy."),
    DEFAULT_VERSION("Cannot delete the default version of a policy.");

    private final String text;

    Hanging(String text) {
      this.text = text;
    }
  }

  public DeleteConflict(Hanging hanging) {
    super(hanging.text);
    this.hanging = hanging;
  }

  /** What hangs on it. */
  public Hanging hanging() {
    return hanging;
  }
}
