package dev.berth.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles sources that break a rule, against our own class path, which is indexed once for all of
 * them.
 */
final class Counterexamples implements AutoCloseable {
  private static final Pattern CLASS_NAME = Pattern.compile("class (\\w+)");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

  JavaClasses compiled(List<String> sources, Path folder) throws IOException {
    List<Path> written = new ArrayList<>();
    for (String source : sources) {
      Matcher name = CLASS_NAME.matcher(source);
      if (!name.find()) {
        throw new IllegalArgumentException("no class in: " + source);
      }
      written.add(Files.writeString(folder.resolve(name.group(1) + ".java"), source));
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
    List<String> options = List.of("-proc:none", "-nowarn");
    var units = files.getJavaFileObjectsFromPaths(written);
    if (!compiler.getTask(null, files, null, options, null, units).call()) {
      throw new IllegalArgumentException("does not compile: " + sources);
    }
    return new ClassFileImporter().importPath(classes);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
