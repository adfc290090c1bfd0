package dev.berth.iam.sigv4;

import dev.berth.model.Region;
import java.util.Optional;

/** Finds the keys that requests are signed with. */
@FunctionalInterface
public interface SigningCredentials {

  /**
   * The credential of that id, as it is now. Empty when it is unknown, inactive or deleted, when a
   * session token was sent that was not issued with it, or when it needs one and none was sent: the
   * client cannot tell these apart (threat T9).
   *
   * @param accessKeyId as sent; any text
   * @param sessionToken as sent; any text
   */
  Optional<SigningCredential> find(String accessKeyId, Optional<String> sessionToken);

  /**
   * Told of every request whose signature held; must not make it wait.
   *
   * @param service the signing name, such as {@code ecr}
   */
  default void used(SigningCredential credential, String service, Region region) {}
}
