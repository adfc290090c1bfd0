package dev.berth.identity;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.model.IdentityKind;
import java.security.SecureRandom;

/** Makes ids in the form of AWS's own (IAM dossier 9.2). Random, so none is given out twice. */
final class IdentityIds {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int OF_ENTITY = 17;
  private static final int OF_KEY = 16;
  private static final int OF_SECRET = 40;

  private final SecureRandom random;

  IdentityIds(SecureRandom random) {
    this.random = random;
  }

  /** 21 characters, such as {@code AIDA…}. */
  String of(IdentityKind kind) {
    return kind.idPrefix() + letters(LETTERS, OF_ENTITY);
  }

  /** Of a managed policy: {@code ANPA…}. */
  String ofPolicy() {
    return "ANPA" + letters(LETTERS, OF_ENTITY);
  }

  /** Of an access key: {@code AKIA…}, 20 characters. */
  String ofKey() {
    return "AKIA" + letters(LETTERS, OF_KEY);
  }

  /** The secret half of an access key, 240 random bits. */
  SigningSecret secret() {
    return new SigningSecret(letters(SECRET_LETTERS, OF_SECRET));
  }

  private String letters(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int at = 0; at < length; at++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
