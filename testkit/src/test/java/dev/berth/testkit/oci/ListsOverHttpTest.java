package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags, the catalog and referrers (distribution-spec, "Content Discovery"). */
class ListsOverHttpTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final String IMAGE = Manifests.image(CONFIG, CONFIG);
  private static final String SUBJECT = Manifests.digest(IMAGE);
  private static final String SIGNATURE = "application/vnd.example.signature";
  private static final String SBOM = "application/vnd.example.sbom";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
  private static final List<String> TAGS =
      IntStream.range(0, 105).mapToObj("t%03d"::formatted).toList();

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    berth.createRepository("app");
    berth.createRepository("b/c");
    berth.createRepository("empty");
    client = RegistryClient.of(berth);
    client.push("app", CONFIG);
    TAGS.forEach(tag -> client.pushManifest("app", tag, Manifests.OCI_IMAGE, IMAGE));
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  // V2-20, V2-21
  @Test
  void links_lead_through_all_tags_each_once() {
    Answer whole = client.send("GET", "/v2/app/tags/list");

    assertThat(whole.json().path("name").asString()).isEqualTo("app");
    assertThat(whole.texts("tags")).isEqualTo(TAGS.subList(0, 100));
    assertThat(followed("/v2/app/tags/list", "tags")).isEqualTo(TAGS);
    assertThat(followed("/v2/app/tags/list?n=20", "tags")).isEqualTo(TAGS);
  }

  // V2-15, V2-21
  @Test
  void a_link_is_relative_and_the_last_page_has_none() {
    assertThat(client.send("GET", "/v2/app/tags/list?n=2").header("Link"))
        .isEqualTo("</v2/app/tags/list?n=2&last=t001>; rel=\"next\"");
    assertThat(client.send("GET", "/v2/app/tags/list?n=1000").header("Link")).isEmpty();
    assertThat(client.send("GET", "/v2/app/tags/list?n=105").header("Link")).isEmpty();
  }

  // V2-22
  @Test
  void a_list_goes_on_after_a_tag_whether_it_exists_or_not() {
    assertThat(client.send("GET", "/v2/app/tags/list?n=2&last=t009").texts("tags"))
        .containsExactly("t010", "t011");
    assertThat(client.send("GET", "/v2/app/tags/list?n=1&last=t0095").texts("tags"))
        .containsExactly("t010");
    assertThat(client.send("GET", "/v2/app/tags/list?last=z").texts("tags")).isEmpty();
  }

  // V2-07, V2-20
  @Test
  void the_number_of_items_is_a_number() {
    Answer none = client.send("GET", "/v2/app/tags/list?n=0");
    Answer many = client.send("GET", "/v2/app/tags/list?n=100000");
    Answer negative = client.send("GET", "/v2/app/tags/list?n=-1");

    assertThat(none.status()).isEqualTo(200);
    assertThat(none.texts("tags")).isEmpty();
    assertThat(many.texts("tags")).isEqualTo(TAGS);
    assertThat(negative.status()).isEqualTo(400);
    assertThat(client.send("GET", "/v2/app/tags/list?n=x").status()).isEqualTo(400);
    assertThat(client.send("GET", "/v2/app/tags/list?last=~forged").status()).isEqualTo(400);
  }

  @Test
  void a_repository_without_images_has_an_empty_list() {
    Answer answer = client.send("GET", "/v2/empty/tags/list");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("tags").isArray()).isTrue();
    assertThat(answer.texts("tags")).isEmpty();
    assertThat(client.send("GET", "/v2/missing/tags/list").code()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void head_tells_of_every_list_what_get_would_say() {
    String upload = client.begin("empty");
    List<String> addresses =
        List.of(
            "/v2/",
            "/v2/_catalog?n=1",
            "/v2/app/tags/list?n=2",
            "/v2/app/referrers/" + SUBJECT + "?artifactType=" + SBOM,
            upload);

    for (String address : addresses) {
      Answer head = client.send("HEAD", address);
      Answer get = client.send("GET", address);

      assertThat(head.status()).as(address).isEqualTo(get.status());
      assertThat(head.body()).as(address).isEmpty();
      for (String field :
          new String[] {"Content-Length", "Content-Type", "Link", "OCI-Filters-Applied", "Range"}) {
        assertThat(head.header(field)).as(address).isEqualTo(get.header(field));
      }
    }
    assertThat(client.send("HEAD", "/v2/missing/tags/list").status()).isEqualTo(404);
  }

  // V2-23
  @Test
  void the_catalog_is_paged_like_the_tags() {
    Answer first = client.send("GET", "/v2/_catalog?n=1");

    assertThat(first.texts("repositories")).containsExactly("app");
    assertThat(first.header("Link")).isEqualTo("</v2/_catalog?n=1&last=app>; rel=\"next\"");
    assertThat(client.send("GET", "/v2/_catalog?last=app").texts("repositories"))
        .containsExactly("b/c", "empty");
    assertThat(client.send("GET", "/v2/_catalog?last=az").texts("repositories"))
        .as("after a name that does not exist")
        .containsExactly("b/c", "empty");
    Answer none = client.send("GET", "/v2/_catalog?n=0");
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.texts("repositories")).isEmpty();
    assertThat(none.header("Link")).isEmpty();
    assertThat(client.send("GET", "/v2/_catalog?n=1001").status()).isEqualTo(200);
    assertThat(client.send("GET", "/v2/_catalog?n=x").status()).isEqualTo(400);
  }

  // V2-23
  @Test
  void the_catalog_lists_every_repository() {
    assertThat(followed("/v2/_catalog", "repositories")).containsExactly("app", "b/c", "empty");
    assertThat(followed("/v2/_catalog?n=1", "repositories")).containsExactly("app", "b/c", "empty");
  }

  // RF-01, RF-03, RF-04, RF-05, RF-11
  @Test
  void what_refers_to_an_image_is_listed_and_filtered_by_its_type() {
    String signature = Manifests.referrer(SUBJECT, IMAGE.length(), SIGNATURE, CONFIG);
    String sbom = Manifests.referrer(SUBJECT, IMAGE.length(), SBOM, CONFIG);

    Answer put =
        client.putManifest("app", Manifests.digest(signature), Manifests.OCI_IMAGE, signature);
    client.pushManifest("app", Manifests.digest(sbom), Manifests.OCI_IMAGE, sbom);
    Answer all = client.send("GET", "/v2/app/referrers/" + SUBJECT);
    Answer filtered = client.send("GET", "/v2/app/referrers/" + SUBJECT + "?artifactType=" + SBOM);

    assertThat(put.header("OCI-Subject")).isEqualTo(SUBJECT);
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.header("Content-Type")).isEqualTo(Manifests.OCI_INDEX);
    assertThat(all.json().path("schemaVersion").asInt()).isEqualTo(2);
    assertThat(all.json().path("mediaType").asString()).isEqualTo(Manifests.OCI_INDEX);
    assertThat(all.header("OCI-Filters-Applied")).isEmpty();
    assertThat(listed(all))
        .containsExactlyInAnyOrder(Manifests.digest(signature), Manifests.digest(sbom));
    assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(listed(filtered)).containsExactly(Manifests.digest(sbom));
    var descriptor = filtered.json().path("manifests").path(0);
    assertThat(descriptor.path("artifactType").asString()).isEqualTo(SBOM);
    assertThat(descriptor.path("size").asInt()).isEqualTo(sbom.length());
    assertThat(descriptor.path("annotations").path("of").asString()).isEqualTo(SBOM);
  }

  // oci-behaviour 2.8: a page stays below the 4 MiB that clients read
  @Test
  void links_lead_through_referrers_that_one_answer_cannot_hold() {
    String subject = Manifests.digest("a subject of much");
    List<String> pushed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String large =
          Manifests.referrer(subject, 17, SIGNATURE, CONFIG)
              .replace("\"of\":", "\"large\":\"" + i + "A".repeat(1_000_000) + "\",\"of\":");
      pushed.add(client.pushManifest("app", Manifests.digest(large), Manifests.OCI_IMAGE, large));
    }

    for (String filter : new String[] {"", "?artifactType=" + SIGNATURE}) {
      List<String> all = new ArrayList<>();
      String address = "/v2/app/referrers/" + subject + filter;
      int pages = 0;
      for (boolean more = true; more; pages++) {
        Answer page = client.send("GET", address);
        assertThat(page.body()).hasSizeLessThan(4 * 1024 * 1024);
        assertThat(page.header("OCI-Filters-Applied"))
            .isEqualTo(filter.isEmpty() ? "" : "artifactType");
        all.addAll(listed(page));
        Matcher next = NEXT.matcher(page.header("Link"));
        more = next.matches() && pages < 10;
        address = more ? next.group(1) : "";
      }
      assertThat(pages).isGreaterThan(1);
      assertThat(all).isEqualTo(pushed);
    }
  }

  // RF-03
  @Test
  void nothing_refers_to_a_digest_that_nobody_pushed() {
    Answer answer = client.send("GET", "/v2/app/referrers/" + Manifests.digest("nobody"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("manifests").isArray()).isTrue();
    assertThat(listed(answer)).isEmpty();
    assertThat(client.send("GET", "/v2/missing/referrers/" + SUBJECT).code())
        .isEqualTo("NAME_UNKNOWN");
    assertThat(client.send("GET", "/v2/app/referrers/sha256:abc").code())
        .isEqualTo("DIGEST_INVALID");
  }

  private static List<String> followed(String first, String array) {
    List<String> all = new ArrayList<>();
    String address = first;
    for (int pages = 0; pages < 200; pages++) {
      Answer page = client.send("GET", address);
      assertThat(page.status()).isEqualTo(200);
      all.addAll(page.texts(array));
      Matcher next = NEXT.matcher(page.header("Link"));
      if (!next.matches()) {
        return all;
      }
      address = next.group(1);
    }
    throw new AssertionError("the pages have no end");
  }

  private static List<String> listed(Answer answer) {
    List<String> digests = new ArrayList<>();
    answer.json().path("manifests").forEach(entry -> digests.add(entry.path("digest").asString()));
    return digests;
  }
}
