package dev.berth.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** The migrations of one engine, by name, so that nothing is searched for on the class path. */
final class MigrationFiles implements ResourceProvider {
  private final String folder;
  private final List<String> names;

  MigrationFiles(String folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return names.contains(name) ? new MigrationFile(folder, name) : null;
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return names.stream()
        .filter(name -> name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
        .<LoadableResource>map(name -> new MigrationFile(folder, name))
        .toList();
  }

  private static final class MigrationFile extends LoadableResource {
    private final String folder;
    private final String name;

    MigrationFile(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      try (InputStream file = MigrationFiles.class.getResourceAsStream(folder + name)) {
        if (file == null) {
          throw new IllegalStateException("no migration " + getAbsolutePath());
        }
        return new StringReader(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public String getAbsolutePath() {
      return folder + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return getAbsolutePath();
    }
  }
}
