package dev.berth.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * Invariant I1 at its simplest: what was acknowledged before {@code kill -9} is there after it.
 * {@code -Dberth.kill.rounds=200} makes it a long test.
 */
final class KillTest {
  private static final int ROUNDS = Integer.getInteger("berth.kill.rounds", 3);
  private static final int PUSHERS = 6;
  private static final String REPOSITORY = "killed";
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir private Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> tags = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, String> resourceTags = new ConcurrentHashMap<>();

  @Test
  void what_was_acknowledged_survives_a_kill() throws Exception {
    Path data = folder.resolve("data");
    Random random = new Random(20_261_121);
    try (BerthProcess first = BerthProcess.serve(data);
        EcrClient ecr = first.access().ecr()) {
      ecr.createRepository(r -> r.repositoryName(REPOSITORY));
    }
    for (int round = 0; round < ROUNDS; round++) {
      pushUntilKilled(data, round, 3 + random.nextInt(40));
      BerthProcess.run("fsck", "--full", "--data", data.toString()).expectSuccess();
      try (BerthProcess again = BerthProcess.serve(data)) {
        assertEverythingIsThere(again);
      }
    }
  }

  private void pushUntilKilled(Path data, int round, int acknowledged) throws Exception {
    AtomicBoolean killed = new AtomicBoolean();
    int before = tags.size();
    try (BerthProcess berth = BerthProcess.serve(data);
        EcrClient ecr = berth.access().ecr();
        ExecutorService pushers = Executors.newVirtualThreadPerTaskExecutor()) {
      String login = login(ecr);
      List<Future<?>> running = new ArrayList<>();
      for (int pusher = 0; pusher < PUSHERS; pusher++) {
        String name = "r" + round + "p" + pusher;
        running.add(pushers.submit(() -> push(berth.endpoint(), login, name, killed)));
      }
      running.add(pushers.submit(() -> tagRepository(ecr, round, killed)));
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> tags.size() >= before + acknowledged);
      berth.kill();
      killed.set(true);
      for (Future<?> pusher : running) {
        pusher.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private void push(URI endpoint, String login, String name, AtomicBoolean killed) {
    try {
      for (int i = 0; !killed.get(); i++) {
        byte[] layer = (name + "-" + i + "-layer").repeat(200).getBytes(StandardCharsets.UTF_8);
        String digest = digest(layer);
        HttpResponse<Void> put =
            send(
                request(endpoint, login, "/blobs/uploads/?digest=" + digest)
                    .POST(BodyPublishers.ofByteArray(layer)));
        if (put.statusCode() == 201) {
          blobs.put(digest, layer);
        }
        byte[] manifest = manifest(digest, layer.length).getBytes(StandardCharsets.UTF_8);
        HttpResponse<Void> tagged =
            send(
                request(endpoint, login, "/manifests/" + name + "-" + i)
                    .header("Content-Type", MANIFEST_TYPE)
                    .PUT(BodyPublishers.ofByteArray(manifest)));
        if (tagged.statusCode() == 201) {
          tags.put(name + "-" + i, digest(manifest));
        }
      }
    } catch (IOException _) {
      // killed in the middle: whatever was not answered promises nothing
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tagRepository(EcrClient ecr, int round, AtomicBoolean killed) {
    String arn = "arn:aws:ecr:us-east-1:000000000000:repository/" + REPOSITORY;
    for (int i = 0; !killed.get(); i++) {
      String value = round + "-" + i;
      try {
        Tag last = Tag.builder().key("last").value(value).build();
        ecr.tagResource(r -> r.resourceArn(arn).tags(List.of(last)));
      } catch (RuntimeException _) {
        return;
      }
      resourceTags.put("last", value);
    }
  }

  private void assertEverythingIsThere(BerthProcess berth)
      throws IOException, InterruptedException {
    try (EcrClient ecr = berth.access().ecr()) {
      String login = login(ecr);
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        HttpResponse<Void> found =
            send(
                request(berth.endpoint(), login, "/manifests/" + tag.getKey())
                    .method("HEAD", BodyPublishers.noBody()));
        assertThat(found.headers().firstValue("Docker-Content-Digest")).contains(tag.getValue());
      }
      for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
        HttpResponse<byte[]> found =
            http.send(
                request(berth.endpoint(), login, "/blobs/" + blob.getKey()).build(),
                BodyHandlers.ofByteArray());
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(blob.getValue());
      }
      assertLastTagIsNotOlder(ecr);
    }
  }

  // The write after the last acknowledged one may have been done as well.
  private void assertLastTagIsNotOlder(EcrClient ecr) {
    String acknowledged = resourceTags.getOrDefault("last", "");
    String stored =
        ecr
            .listTagsForResource(
                r -> r.resourceArn("arn:aws:ecr:us-east-1:000000000000:repository/" + REPOSITORY))
            .tags()
            .stream()
            .map(tag -> tag.value())
            .findFirst()
            .orElse("");
    assertThat(count(stored)).isBetween(count(acknowledged), count(acknowledged) + 1);
  }

  private static int count(String value) {
    return value.isEmpty() ? -1 : Integer.parseInt(value.substring(value.indexOf('-') + 1));
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.discarding());
  }

  private static HttpRequest.Builder request(URI endpoint, String login, String rest) {
    return HttpRequest.newBuilder(endpoint.resolve("/v2/" + REPOSITORY + rest))
        .header("Authorization", login);
  }

  private static String login(EcrClient ecr) {
    return "Basic "
        + ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
  }

  private static String manifest(String layer, int size) {
    return """
    {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[]}\
    """
        .formatted(MANIFEST_TYPE, layer, size);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
