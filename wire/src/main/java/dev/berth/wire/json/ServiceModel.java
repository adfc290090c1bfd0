package dev.berth.wire.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service as its model file describes it, read once at start. Constraints come from there and
 * from nowhere else.
 *
 * @param signingName the service's name in the scope of a signature, such as {@code ecr}
 * @param targetPrefix what stands before the dot of {@code X-Amz-Target}
 * @param operations by name, in the file's order
 * @param errors the members of each exception besides {@code message}, by the exception's name
 */
public record ServiceModel(
    String signingName,
    String targetPrefix,
    Map<String, OperationModel> operations,
    Map<String, Set<String>> errors) {

  public ServiceModel {
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  /**
   * Reads a model file.
   *
   * @param resource its path among the resources, beginning with {@code /}
   */
  public static ServiceModel load(String resource) {
    return load(resource, Map.of());
  }

  /**
   * Reads a model file whose service has quotas of another size.
   *
   * @param most of a shape, by its name, in the place of what the file says
   */
  public static ServiceModel load(String resource, Map<String, Integer> most) {
    try (InputStream stream = ServiceModel.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no model " + resource);
      }
      return new ModelFile(Json.MAPPER.readTree(stream), most).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operation of that name; empty when the service has none. */
  public Optional<OperationModel> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  /** The operation of that name, which is known to be there. */
  public OperationModel require(String name) {
    return operation(name)
        .orElseThrow(() -> new IllegalArgumentException("the model has no operation " + name));
  }
}
