package dev.berth.identity;

import dev.berth.model.Arn;
import dev.berth.model.ManagedPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The managed policies that AWS defines, as far as a registry needs them (IAM dossier 10): one JSON
 * file each beside this class, under their ARNs in every account.
 */
public final class AwsManagedPolicies {
  private static final Instant CREATED = Instant.parse("2015-12-21T17:04:15Z");
  private static final String SERVICE_ROLE = "/aws-service-role/";

  private final Map<Arn, ManagedPolicy> policies = new LinkedHashMap<>();
  private final Map<Arn, String> documents = new LinkedHashMap<>();

  /** Reads the files. */
  public AwsManagedPolicies() {
    add("/", "AdministratorAccess", 1, "Provides full access to all services.");
    add("/", "AmazonEC2ContainerRegistryFullAccess", 3, "Administrative access to ECR.");
    add("/", "AmazonEC2ContainerRegistryPowerUser", 3, "Push and pull, no policies.");
    add("/", "AmazonEC2ContainerRegistryPullOnly", 1, "Pull images, and no more.");
    add("/", "AmazonEC2ContainerRegistryReadOnly", 3, "Read-only access to ECR.");
    add("/", "AmazonElasticContainerRegistryPublicFullAccess", 1, "Administrative access.");
    add("/", "AmazonElasticContainerRegistryPublicPowerUser", 1, "Push and pull.");
    add("/", "AmazonElasticContainerRegistryPublicReadOnly", 1, "Read-only access.");
    add("/", "IAMFullAccess", 2, "Full access to IAM.");
    add("/", "IAMReadOnlyAccess", 4, "Read-only access to IAM.");
    add("/", "PowerUserAccess", 5, "Everything but users, groups and roles.");
    add("/", "ReadOnlyAccess", 1, "Read-only access to all services.");
    add(SERVICE_ROLE, "AWSECRPullThroughCache_ServiceRolePolicy", 3, "For pull through cache.");
    add(SERVICE_ROLE, "ECRReplicationServiceRolePolicy", 1, "For replication.");
    add(SERVICE_ROLE, "ECRTemplateServiceRolePolicy", 1, "For creation templates.");
  }

  private void add(String path, String name, int version, String description) {
    Arn arn = new Arn(Arn.PARTITION, "iam", "", "aws", "policy" + path + name);
    documents.put(arn, read(name));
    policies.put(
        arn,
        new ManagedPolicy(
            id(policies.size()),
            arn,
            name,
            path,
            Optional.of(description),
            CREATED,
            CREATED,
            version,
            version));
  }

  private static String id(int number) {
    return "ANPABERTHMANAGEDAWS" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
  }

  private static String read(String name) {
    try (InputStream file = AwsManagedPolicies.class.getResourceAsStream("aws/" + name + ".json")) {
      if (file == null) {
        throw new IllegalStateException("no file of the managed policy " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a user, group or role of an account may have it: service-linked roles' are theirs. */
  public static boolean isAttachable(ManagedPolicy policy) {
    return !(policy.isAws() && policy.path().equals(SERVICE_ROLE));
  }

  /** All, by name. */
  public List<ManagedPolicy> all() {
    return new ArrayList<>(policies.values());
  }

  Optional<ManagedPolicy> find(Arn arn) {
    return Optional.ofNullable(policies.get(arn));
  }

  String document(Arn arn) {
    return Optional.ofNullable(documents.get(arn)).orElseThrow();
  }
}
