package dev.berth.iam.policy;

/** What a statement that matches does. */
public enum Effect {
  ALLOW,
  DENY
}
