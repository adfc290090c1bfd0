package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fresh Berth for each test, and its administrator with the AWS CLI. Clients log in as people do:
 * with what {@code aws ecr get-login-password} prints.
 */
@NeedsClient("aws")
abstract class ClientsOfBerth {
  static final String USER = "AWS";

  @TempDir Path folder;
  RunningBerth berth;
  AwsCli aws;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    aws = AwsCli.pinned(folder.resolve("aws"), berth.access());
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  String host() {
    return berth.registryHost();
  }

  /** {@code HOST/repository:tag}, of a repository that is created. */
  String imageInNew(String repository, String tag) {
    berth.createRepository(repository);
    return host() + "/" + repository + ":" + tag;
  }

  /** An image of one layer that holds this text. */
  SampleImages.Layout imageOf(String text) {
    return SampleImages.single(
        folder.resolve("image-" + text), SampleLayer.ofFile("text", text.getBytes(UTF_8)));
  }

  /** The digest that ECR's API reports for a tag. */
  String describedDigest(String repository, String tag) {
    return aws.ecrValue(
        "imageDetails[0].imageDigest",
        "describe-images",
        "--repository-name",
        repository,
        "--image-ids",
        "imageTag=" + tag);
  }
}
