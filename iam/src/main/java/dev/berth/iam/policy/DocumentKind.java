package dev.berth.iam.policy;

/** The kinds of policy document; each has a grammar of its own (IAM dossier 4.1, 5.5, 7.3, 7.4). */
public enum DocumentKind {
  /** A managed policy, which may also be a boundary. Version 2012-10-17 alone. */
  IDENTITY_MANAGED,
  /** A policy inside a user, group or role. */
  IDENTITY_INLINE,
  /** Who may assume a role. */
  TRUST,
  /** What narrows a session. */
  SESSION,
  /** On a repository: actions of ECR; Resource may be left out. */
  REPOSITORY,
  /** On a registry: actions of ECR, on resources. */
  REGISTRY,
  /** An organisation's ceiling for principals. */
  SERVICE_CONTROL,
  /** An organisation's ceiling for resources: denies everybody. */
  RESOURCE_CONTROL;

  /** Whether its statements name principals. */
  public boolean namesPrincipals() {
    return switch (this) {
      case TRUST, REPOSITORY, REGISTRY, RESOURCE_CONTROL -> true;
      case IDENTITY_MANAGED, IDENTITY_INLINE, SESSION, SERVICE_CONTROL -> false;
    };
  }
}
