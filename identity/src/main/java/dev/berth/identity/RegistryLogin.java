package dev.berth.identity;

import dev.berth.iam.Principal;
import dev.berth.iam.token.RegistryToken;

/** What the credential of a request to {@code /v2/} comes to (ECR dossier section 2, table). */
public sealed interface RegistryLogin {

  /**
   * Somebody who proved it.
   *
   * @param principal who
   * @param token what it was proved with; its Region and account name the registry on a plain host
   */
  record Known(Principal principal, RegistryToken token) implements RegistryLogin {}

  /**
   * No credential, another user name than {@code AWS}, a password that Berth did not seal or that
   * is for another Region, or one whose access key is gone or was replaced: 401 with a challenge.
   */
  record Unknown() implements RegistryLogin {}

  /** Not base64 with a colon: 400. */
  record Broken() implements RegistryLogin {}

  /** A token whose life is over: 403. */
  record Expired() implements RegistryLogin {}
}
