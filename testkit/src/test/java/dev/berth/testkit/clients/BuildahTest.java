package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Buildah;
import dev.berth.testkit.client.NeedsClient;
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
