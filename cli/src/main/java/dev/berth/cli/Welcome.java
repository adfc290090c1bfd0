package dev.berth.cli;

import dev.berth.identity.RootKey;
import dev.berth.model.AccountId;
import dev.berth.server.Berth;
import dev.berth.server.config.Config;
import java.nio.file.Path;

/**
 * What {@code berth serve} prints when it is ready: where it is, a new root key once, and what to
 * type next.
 */
record Welcome(Config config, Berth berth) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Berth %s is ready at %s; data in %s%n"
            .formatted(berth.version(), berth.endpoint(), berth.data()));
    berth.newRootKeys().forEach((account, key) -> text.append(rootKey(account, key)));
    return text.append(next()).toString();
  }

  private static String rootKey(AccountId account, RootKey key) {
    return """

    The root access key of account %s. The secret is printed this once; the profile file below holds it, too.
      AWS_ACCESS_KEY_ID=%s
      AWS_SECRET_ACCESS_KEY=%s
    """
        .formatted(account, key.id(), key.secret().value());
  }

  private String next() {
    Path profile = berth.awsProfile();
    String endpoint = berth.endpoint();
    String host = berth.registryHost();
    String aws =
        "AWS_CONFIG_FILE=%s aws --profile berth --endpoint-url %s ecr".formatted(profile, endpoint);
    return """

    Next: create a repository, log in, push, pull.
      %1$s create-repository --repository-name demo
      %1$s get-login-password | docker login --username AWS --password-stdin %2$s
      docker tag IMAGE %2$s/demo:1 && docker push %2$s/demo:1
      docker pull %2$s/demo:1
    """
        .formatted(aws, host);
  }
}
