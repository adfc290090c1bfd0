package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.Skopeo;
import org.junit.jupiter.api.Test;

/** CHECKLIST PR-15: what people do with {@code aws ecr}, on the API's own words. */
@NeedsClient({"aws", "skopeo"})
final class AwsCliTest extends ClientsOfBerth {
  @Test
  void the_caller_is_told_its_account() {
    String account =
        aws.sts("get-caller-identity", "--query", "Account", "--output", "text").text();

    assertThat(account)
        .matches("[0-9]{12}")
        .isEqualTo(aws.ecrValue("registryId", "describe-registry"));
  }

  @Test
  void a_repository_is_created_described_and_deleted() {
    String uri =
        aws.ecrValue(
            "repository.repositoryUri", "create-repository", "--repository-name", "team/app");

    assertThat(uri).endsWith("/team/app");
    assertThat(aws.ecrValue("repositories[].repositoryName", "describe-repositories"))
        .isEqualTo("team/app");
    assertThat(
            aws.ecrValue(
                "repositories[0].[imageTagMutability,encryptionConfiguration.encryptionType]",
                "describe-repositories",
                "--repository-names",
                "team/app"))
        .isEqualTo("MUTABLE\tAES256");
    aws.ecr("delete-repository", "--repository-name", "team/app").expectSuccess();
    assertThat(
            aws.ecr("describe-repositories", "--repository-names", "team/app")
                .expectFailure()
                .stderr())
        .contains("(RepositoryNotFoundException)")
        .contains("The repository with name 'team/app' does not exist in the registry with id '");
  }

  @Test
  void a_name_is_given_once() {
    berth.createRepository("app");

    assertThat(aws.ecr("create-repository", "--repository-name", "app").expectFailure().stderr())
        .contains("(RepositoryAlreadyExistsException)")
        .contains("The repository with name 'app' already exists in the registry with id '");
  }

  @Test
  void repositories_are_paged_by_the_client() {
    for (String name : new String[] {"aa", "bb", "cc", "dd", "ee"}) {
      berth.createRepository(name);
    }

    String names =
        aws.ecrValue("repositories[].repositoryName", "describe-repositories", "--page-size", "2");

    assertThat(names.split("\\s+")).containsExactlyInAnyOrder("aa", "bb", "cc", "dd", "ee");
  }

  @Test
  void a_pushed_image_is_described_listed_and_got() {
    SampleImages.Layout layout = push("app", "one", "1");
    push("app", "two", "2");

    assertThat(
            aws.ecrValue(
                "imageDetails[0].[imageDigest,imageTags[0],repositoryName]",
                "describe-images",
                "--repository-name",
                "app",
                "--image-ids",
                "imageTag=1"))
        .isEqualTo(layout.manifest() + "\t1\tapp");
    assertThat(aws.ecrValue("sort(imageIds[].imageTag)", "list-images", "--repository-name", "app"))
        .isEqualTo("1\t2");
    assertThat(
            aws.ecrValue(
                "[length(images),images[0].imageId.imageDigest,failures[0].failureCode]",
                "batch-get-image",
                "--repository-name",
                "app",
                "--image-ids",
                "imageTag=1",
                "imageTag=3"))
        .isEqualTo("1\t" + layout.manifest() + "\tImageNotFound");
  }

  @Test
  void an_image_goes_when_its_last_tag_is_deleted() {
    SampleImages.Layout layout = push("app", "one", "1");
    tagAgain("app", "1", "2");

    delete("app", "imageTag=1");
    assertThat(describedDigest("app", "2")).isEqualTo(layout.manifest().toString());
    delete("app", "imageTag=2");

    assertThat(aws.ecrValue("length(imageIds)", "list-images", "--repository-name", "app"))
        .isEqualTo("0");
  }

  @Test
  void an_image_deleted_by_digest_goes_with_all_its_tags() {
    SampleImages.Layout layout = push("app", "one", "1");
    tagAgain("app", "1", "2");

    delete("app", "imageDigest=" + layout.manifest());

    assertThat(aws.ecrValue("length(imageIds)", "list-images", "--repository-name", "app"))
        .isEqualTo("0");
  }

  @Test
  void a_repository_with_images_is_deleted_by_force_only() {
    push("app", "one", "1");

    assertThat(aws.ecr("delete-repository", "--repository-name", "app").expectFailure().stderr())
        .contains("(RepositoryNotEmptyException)");
    aws.ecr("delete-repository", "--repository-name", "app", "--force").expectSuccess();
  }

  @Test
  void resource_tags_are_set_listed_and_removed() {
    String arn =
        aws.ecrValue("repository.repositoryArn", "create-repository", "--repository-name", "app");

    aws.ecr(
            "tag-resource",
            "--resource-arn",
            arn,
            "--tags",
            "Key=team,Value=blue",
            "Key=tier,Value=1")
        .expectSuccess();
    aws.ecr("untag-resource", "--resource-arn", arn, "--tag-keys", "tier").expectSuccess();

    assertThat(aws.ecrValue("tags[].[Key,Value]", "list-tags-for-resource", "--resource-arn", arn))
        .isEqualTo("team\tblue");
  }

  @Test
  void an_immutable_tag_refuses_another_image() {
    push("app", "one", "1");

    assertThat(
            aws.ecrValue(
                "imageTagMutability",
                "put-image-tag-mutability",
                "--repository-name",
                "app",
                "--image-tag-mutability",
                "IMMUTABLE"))
        .isEqualTo("IMMUTABLE");

    assertThat(
            skopeo()
                .copy(imageOf("two").source(), "docker://" + host() + "/app:1")
                .expectFailure()
                .stderr())
        .contains("cannot be overwritten");
  }

  @Test
  void a_wrong_secret_is_refused_once() {
    AwsAccess right = berth.access();
    AwsAccess wrong =
        new AwsAccess(right.endpoint(), right.accessKeyId(), "not the secret", right.region());
    AwsAccess unknown =
        new AwsAccess(
            right.endpoint(), "AKIAIOSFODNN7EXAMPLE", right.secretAccessKey(), right.region());

    assertThat(failure(wrong)).contains("(InvalidSignatureException)");
    assertThat(failure(unknown)).contains("(UnrecognizedClientException)");
  }

  @Test
  @NeedsClient("aws-debian")
  void the_distributions_own_client_logs_in_and_pushes() {
    AwsCli debian = AwsCli.debian(folder.resolve("debian"), berth.access());
    debian.ecr("create-repository", "--repository-name", "app").expectSuccess();
    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, debian.loginPassword()).expectSuccess();
    SampleImages.Layout layout = imageOf("one");

    skopeo.copy(layout.source(), "docker://" + host() + "/app:1").expectSuccess();

    assertThat(
            debian.ecrValue(
                "imageDetails[0].imageDigest", "describe-images", "--repository-name", "app"))
        .isEqualTo(layout.manifest().toString());
  }

  private String failure(AwsAccess access) {
    return AwsCli.pinned(folder.resolve("aws"), access)
        .ecr("describe-repositories")
        .expectFailure()
        .stderr();
  }

  private SampleImages.Layout push(String repository, String text, String tag) {
    if (!aws.ecr("describe-repositories", "--repository-names", repository).succeeded()) {
      berth.createRepository(repository);
    }
    SampleImages.Layout layout = imageOf(text);
    skopeo()
        .copy(layout.source(), "docker://" + host() + "/" + repository + ":" + tag)
        .expectSuccess();
    return layout;
  }

  /**
   * Gives an image another tag, as the user guide tells: get the manifest, put it under the new
   * tag.
   */
  private void tagAgain(String repository, String tag, String another) {
    String manifest =
        aws.ecr(
                "batch-get-image",
                "--repository-name",
                repository,
                "--image-ids",
                "imageTag=" + tag,
                "--query",
                "images[0].imageManifest",
                "--output",
                "text")
            .text();
    aws.ecr(
            "put-image",
            "--repository-name",
            repository,
            "--image-tag",
            another,
            "--image-manifest",
            manifest)
        .expectSuccess();
  }

  private void delete(String repository, String imageId) {
    assertThat(
            aws.ecrValue(
                "length(failures)",
                "batch-delete-image",
                "--repository-name",
                repository,
                "--image-ids",
                imageId))
        .isEqualTo("0");
  }

  private Skopeo skopeo() {
    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();
    return skopeo;
  }
}
