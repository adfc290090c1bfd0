package dev.berth.wire.ecr.repository;

import dev.berth.model.Arn;
import dev.berth.model.Encryption;
import dev.berth.model.Malformed;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Output;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code encryptionConfiguration} of CreateRepository (ECR dossier 24): a key may be named by ARN,
 * by id or by alias.
 */
public final class EncryptionSetting {
  private static final String SETTING = "encryptionConfiguration";
  private static final String TYPE = "encryptionType";
  private static final String GOVERNMENT = "us-gov-";
  private static final String ALIAS = "alias/";

  private EncryptionSetting() {}

  /** What the request asks for; AES256 when it does not say. */
  static Encryption read(Input input, RegistryId registry) {
    return input
        .structure(SETTING)
        .map(setting -> read(input, setting, registry))
        .orElse(Encryption.AES256);
  }

  /** As it is shown. */
  public static ObjectNode of(Encryption encryption) {
    ObjectNode node = Output.object();
    node.put(TYPE, encryption.type().name());
    encryption.kmsKey().ifPresent(key -> node.put("kmsKey", key));
    return node;
  }

  private static Encryption read(Input input, Input setting, RegistryId registry) {
    Encryption.Type type = type(input, setting, registry.region());
    Optional<String> key = setting.textIfAny("kmsKey").map(name -> arn(input, name, registry));
    if (type == Encryption.Type.AES256 && key.isPresent()) {
      throw input.violation(
          SETTING + ".kmsKey", "kmsKey must be null when encryptionType is set as AES256");
    }
    return new Encryption(type, key);
  }

  /**
   * The type that a setting names.
   *
   * @throws RuntimeException the violation that the client is told, where ECR does not have it
   *     (KM-01)
   */
  public static Encryption.Type type(Input input, Input setting, Region region) {
    Encryption.Type type = Encryption.Type.valueOf(setting.text(TYPE));
    if (type == Encryption.Type.KMS_DSSE && !region.value().startsWith(GOVERNMENT)) {
      throw input.violation(
          SETTING + "." + TYPE, "KMS_DSSE is supported in the Regions us-gov-* only");
    }
    return type;
  }

  // There is no KMS to ask what is behind an alias, so each stands for a key of its own that is
  // always the same.
  private static String arn(Input input, String name, RegistryId registry) {
    if (name.startsWith("arn:")) {
      return whole(input, name);
    }
    String id =
        name.startsWith(ALIAS)
            ? UUID.nameUUIDFromBytes((registry + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString()
            : name;
    return new Arn(
            Arn.PARTITION,
            "kms",
            registry.region().value(),
            registry.account().value(),
            "key/" + id)
        .toString();
  }

  private static String whole(Input input, String name) {
    try {
      Arn arn = Arn.parse(name);
      if (arn.service().equals("kms")) {
        return name;
      }
    } catch (Malformed _) {
      // both ways out meet below
    }
    throw input.violation(SETTING + ".kmsKey", "Invalid ARN");
  }
}
