package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.MediaType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsClient("skopeo")
final class SampleImagesTest {
  @TempDir Path folder;

  @Test
  void skopeo_reads_the_layers_of_an_image() {
    SampleLayer first = SampleLayer.ofFile("a", "one".getBytes(UTF_8));
    SampleLayer second =
        SampleLayer.ofBytes(new MediaType("application/x-notes"), "two".getBytes(UTF_8));
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), first, second);

    String seen = new Skopeo(folder.resolve("user")).inspect(layout.source()).text();

    assertThat(seen)
        .contains(
            layout.manifest().toString(), first.digest().toString(), second.digest().toString());
  }

  @Test
  void skopeo_finds_an_image_for_each_platform_of_an_index() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    Skopeo skopeo = new Skopeo(folder.resolve("user"));

    String index = skopeo.inspect(layout.source(), "--raw").stdout();

    assertThat(SampleImages.digest(index.getBytes(UTF_8))).isEqualTo(layout.manifest());
    assertThat(index).contains("amd64", "arm64");
    skopeo
        .copy(
            layout.source(),
            "dir:" + folder.resolve("arm"),
            "--override-arch",
            "arm64",
            "--override-os",
            "linux")
        .expectSuccess();
  }

  @Test
  void a_layer_unpacks_with_tar() {
    SampleLayer layer = SampleLayer.ofFile("notes.txt", "hello".getBytes(UTF_8));
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), layer);
    Path blob = layout.folder().resolve("blobs/sha256").resolve(layer.digest().hex());

    assertThat(Command.of("tar", "-xzOf", blob.toString(), "notes.txt").run().text())
        .isEqualTo("hello");
  }

  @Test
  void equal_layers_give_an_equal_image() {
    SampleLayer layer = SampleLayer.ofFile("a", new byte[1000]);

    assertThat(SampleImages.single(folder.resolve("one"), layer).manifest())
        .isEqualTo(
            SampleImages.single(folder.resolve("two"), SampleLayer.ofFile("a", new byte[1000]))
                .manifest());
  }
}
