package dev.berth.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The values of keys as text, gathered from the file, the environment and flags, the later over the
 * earlier.
 */
public final class ConfigText {
  private static final long MAX_FILE = 1024 * 1024;

  private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
  private final List<String> mistakes = new ArrayList<>();

  /**
   * Lays a YAML file over what is there. An unknown key is a mistake that names the nearest known
   * one.
   */
  public ConfigText file(Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        mistakes.add("%s: a configuration of more than 1 MiB is not read".formatted(file));
        return this;
      }
      JsonNode tree = YAMLMapper.builder().build().readTree(Files.readString(file));
      if (tree.isObject()) {
        flatten("", tree);
      } else if (!tree.isMissingNode() && !tree.isNull()) {
        mistakes.add("%s: the configuration is not a list of keys".formatted(file));
      }
    } catch (IOException e) {
      mistakes.add("%s: the configuration cannot be read: %s".formatted(file, e));
    } catch (JacksonException e) {
      mistakes.add("%s: the configuration is not YAML: %s".formatted(file, e.getOriginalMessage()));
    }
    return this;
  }

  /**
   * Lays the environment over what is there: the variables of known keys only, since others belong
   * to other commands.
   */
  public ConfigText environment(Map<String, String> environment) {
    for (ConfigKey key : ConfigKey.values()) {
      String value = environment.get(key.environmentVariable());
      if (value != null) {
        values.put(key, value);
      }
    }
    return this;
  }

  /** Lays one value over what is there. */
  public ConfigText set(ConfigKey key, String value) {
    values.put(key, value);
    return this;
  }

  /** Lays {@code key=value} over what is there. */
  public ConfigText set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 0) {
      mistakes.add("--set %s: it has the form key=value".formatted(assignment));
    } else {
      put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return this;
  }

  /** The value of a key, or its default. */
  String value(ConfigKey key) {
    return values.getOrDefault(key, key.byDefault());
  }

  /** What was wrong so far. */
  List<String> mistakes() {
    return mistakes;
  }

  private void flatten(String prefix, JsonNode tree) {
    tree.propertyStream()
        .forEach(
            member -> {
              String key = prefix + member.getKey();
              JsonNode value = member.getValue();
              if (value.isObject()) {
                flatten(key + ".", value);
              } else if (value.isArray()) {
                put(
                    key,
                    value.valueStream().map(ConfigText::item).collect(Collectors.joining(",")));
              } else {
                put(key, value.isNull() ? "" : value.asString());
              }
            });
  }

  /** An entry of a list: a text, or one of several members, its url first. */
  private static String item(JsonNode node) {
    return node.isObject()
        ? Stream.concat(
                Stream.of(node.path("url").asString("")),
                node.propertyStream()
                    .filter(member -> !member.getKey().equals("url"))
                    .map(member -> member.getKey() + "=" + member.getValue().asString("")))
            .collect(Collectors.joining(" "))
        : node.asString();
  }

  private void put(String name, String value) {
    ConfigKey.named(name)
        .ifPresentOrElse(
            key -> values.put(key, value),
            () ->
                mistakes.add(
                    "%s: there is no such key; the nearest is %s".formatted(name, nearest(name))));
  }

  private static String nearest(String name) {
    return Arrays.stream(ConfigKey.values())
        .map(ConfigKey::key)
        .min(Comparator.comparingInt(key -> distance(key, name)))
        .orElseThrow();
  }

  // Levenshtein's distance, two rows at a time.
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
