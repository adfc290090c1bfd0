package dev.berth.wire.sts;

import dev.berth.identity.session.TemporaryCredentials;
import dev.berth.wire.query.XmlAnswer;

/** {@code Credentials}, as every operation answers them that gives some (IAM dossier 8.2). */
final class CredentialsElement {
  private CredentialsElement() {}

  static void write(TemporaryCredentials credentials, XmlAnswer xml) {
    xml.open("Credentials")
        .element("AccessKeyId", credentials.accessKeyId())
        .element("SecretAccessKey", credentials.secret().value())
        .element("SessionToken", credentials.sessionToken())
        .element("Expiration", credentials.expiresAt().toString())
        .close();
  }
}
