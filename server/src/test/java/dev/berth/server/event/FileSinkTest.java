package dev.berth.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.event.Sink.Letter;
import dev.berth.server.event.Sink.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in files. */
final class FileSinkTest {
  @TempDir private Path folder;

  private static Outcome tell(Sink sink, String... bodies) {
    return sink.deliver(Stream.of(bodies).map(body -> new Letter("id", body)).toList());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void events_are_lines_and_a_new_start_goes_on() throws IOException {
    try (FileSink sink = FileSink.in(folder)) {
      assertThat(tell(sink, "{\"a\":1}", "{\"a\":2}")).isEqualTo(new Outcome.Delivered());
    }
    try (FileSink sink = FileSink.in(folder)) {
      tell(sink, "{\"a\":3}");
    }

    assertThat(Files.readAllLines(folder.resolve("000000001.jsonl")))
        .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
  }

  @Test
  void what_a_crash_left_of_a_line_is_cut_off() throws IOException {
    try (FileSink sink = FileSink.in(folder)) {
      tell(sink, "{\"a\":1}");
    }
    Path file = folder.resolve("000000001.jsonl");
    Files.writeString(file, "{\"a\":", StandardOpenOption.APPEND);

    try (FileSink sink = FileSink.in(folder)) {
      tell(sink, "{\"a\":2}");
    }

    assertThat(Files.readAllLines(file)).containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void files_end_at_a_size_and_the_oldest_go() throws IOException {
    try (FileSink sink = FileSink.in(folder, 10, 2)) {
      for (int i = 0; i < 5; i++) {
        tell(sink, "{\"number\":" + i + "}");
      }
    }

    assertThat(names()).containsExactly("000000004.jsonl", "000000005.jsonl");
    assertThat(Files.readString(folder.resolve("000000005.jsonl"))).isEqualTo("{\"number\":4}\n");
  }

  @Test
  void a_full_disk_is_told_and_tried_again() throws IOException {
    FileSink sink = FileSink.in(folder);
    sink.close();
    Path file = folder.resolve("000000001.jsonl");
    Files.delete(file);
    Files.createDirectory(file);

    assertThat(tell(sink, "{}")).isInstanceOf(Outcome.Unavailable.class);
    Files.delete(file);
    assertThat(tell(sink, "{}")).isEqualTo(new Outcome.Delivered());
    sink.close();
  }
}
