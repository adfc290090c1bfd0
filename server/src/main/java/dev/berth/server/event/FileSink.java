package dev.berth.server.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Appends events to files, a JSON object a line, synced before they count as told. A file is ended
 * at a size, and of the ended ones the oldest go beyond a number. What a crash left of a line is
 * cut off when the file is opened again: its event is told again.
 */
final class FileSink implements Sink {
  static final String NAME = "file";
  private static final long LONGEST = 64L * 1024 * 1024;
  private static final int MOST_FILES = 16;
  private static final int AT_ONCE = 100;
  private static final String SUFFIX = ".jsonl";

  private final Path folder;
  private final long longest;
  private final int mostFiles;
  private FileChannel channel;
  private long number;

  private FileSink(Path folder, long longest, int mostFiles) throws IOException {
    this.folder = folder;
    this.longest = longest;
    this.mostFiles = mostFiles;
    List<Path> files = files();
    this.number = files.isEmpty() ? 1 : number(files.getLast());
    this.channel = open();
  }

  /** Goes on with the newest file of a folder, or makes the first. */
  static FileSink in(Path folder) {
    return in(folder, LONGEST, MOST_FILES);
  }

  /** The same with other bounds: bytes of a file, and files. */
  static FileSink in(Path folder, long longest, int mostFiles) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new FileSink(folder, longest, mostFiles);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel opened =
        FileChannel.open(
            folder.resolve("%09d%s".formatted(number, SUFFIX)),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    long end = endOfLastLine(opened);
    opened.truncate(end);
    opened.position(end);
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
    return opened;
  }

  private static long endOfLastLine(FileChannel file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long end = file.size();
    while (end > 0) {
      file.read(one.clear(), end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
      end--;
    }
    return 0;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int batch() {
    return AT_ONCE;
  }

  @Override
  public Outcome deliver(List<Letter> letters) {
    try {
      if (!channel.isOpen()) {
        channel = open();
      }
      if (channel.size() >= longest) {
        next();
      }
      String lines =
          letters.stream().map(letter -> letter.body() + "\n").collect(Collectors.joining());
      ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
      return new Outcome.Delivered();
    } catch (IOException e) {
      close();
      return new Outcome.Unavailable(String.valueOf(e));
    }
  }

  private void next() throws IOException {
    channel.close();
    number++;
    channel = open();
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - mostFiles))) {
      Files.delete(old);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> names = Files.list(folder)) {
      return names.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static long number(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
