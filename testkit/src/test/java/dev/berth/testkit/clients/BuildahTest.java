package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Buildah;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 with buildah: two users with image storage of their own. */
@NeedsClient("buildah")
final class BuildahTest extends ClientsOfBerth {
  private Buildah builder;
  private Buildah other;

  @BeforeEach
  void log_in() {
    builder = new Buildah(folder.resolve("builder"));
    builder.login(host(), USER, aws.loginPassword()).expectSuccess();
    other = new Buildah(folder.resolve("other"));
    other.login(host(), USER, aws.loginPassword()).expectSuccess();
  }

  @Test
  void a_built_image_is_pulled_with_the_same_id() throws IOException {
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(context.resolve("text"), "hello");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY text /text\n");
    String image = imageInNew("app", "1");
    builder.build(context, image).expectSuccess();
    String id = builder.run("images", "--quiet", "--no-trunc", image).text().replace("sha256:", "");

    builder.push(image).expectSuccess();

    assertThat(other.pull(image).text()).isEqualTo(id);
  }

  @Test
  void layers_cached_in_the_registry_are_not_built_by_another_user() throws IOException {
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(context.resolve("text"), "hello");
    Files.writeString(
        context.resolve("Dockerfile"), "FROM scratch\nCOPY text /one\nCOPY text /two\n");
    berth.createRepository("cache/app");
    String cache = host() + "/cache/app";
    String image = host() + "/app:1";

    assertThat(builder.buildCached(context, image, cache).expectSuccess().stdout())
        .contains("Pushing cache")
        .doesNotContain("Cache pulled from remote");
    String pulled = other.buildCached(context, image, cache).expectSuccess().stdout();

    assertThat(pulled).doesNotContain("Pushing cache");
    assertThat(pulled.split("Cache pulled from remote", -1)).hasSize(3);
    assertThat(other.run("images", "--quiet", "--no-trunc", image).text())
        .isEqualTo(builder.run("images", "--quiet", "--no-trunc", image).text());
  }

  @Test
  void an_index_is_pushed_with_all_its_images_and_pulled_by_digest() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    String image = imageInNew("many", "1");
    builder.run("manifest", "create", "--all", "many", layout.source()).expectSuccess();

    builder
        .run("manifest", "push", "--all", "--tls-verify=false", "many", "docker://" + image)
        .expectSuccess();

    String digest = describedDigest("many", "1");
    other
        .run("pull", "--tls-verify=false", "--arch", "arm64", host() + "/many@" + digest)
        .expectSuccess();
    assertThat(other.run("images", "--quiet").text().lines()).hasSize(1);
  }

  @Test
  void an_image_made_by_hand_is_the_base_of_another() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    String base = imageInNew("base", "1");
    String container = builder.run("from", "scratch").text();
    builder.run("add", container, text.toString(), "/text").expectSuccess();
    builder.run("commit", container, base).expectSuccess();
    builder.push(base).expectSuccess();
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM " + base + "\nLABEL on=top\n");
    String image = imageInNew("top", "1");

    other.build(context, image).expectSuccess();
    other.push(image).expectSuccess();

    assertThat(builder.pull(image).text()).isNotEmpty();
    assertThat(builder.run("inspect", "--type", "image", image).text()).contains("\"on\": \"top\"");
  }
}
