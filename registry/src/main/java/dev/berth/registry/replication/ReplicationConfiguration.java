package dev.berth.registry.replication;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a registry's images go (ECR dossier 16): a value, and what follows from it for a
 * repository.
 */
public record ReplicationConfiguration(List<ReplicationRule> rules) {
  /** Of a registry that nobody configured: nowhere. */
  public static final ReplicationConfiguration NONE = new ReplicationConfiguration(List.of());

  private static final String FIELD = "\t";
  private static final String PART = " ";

  public ReplicationConfiguration {
    rules = List.copyOf(rules);
  }

  /** Where a push to the repository goes, each registry once, in the rules' order. */
  public List<RegistryId> destinations(RepositoryName name) {
    return rules.stream()
        .filter(rule -> rule.matches(name))
        .flatMap(rule -> rule.destinations().stream())
        .distinct()
        .toList();
  }

  /** Every registry that a rule names, each once. */
  public List<RegistryId> destinations() {
    return rules.stream().flatMap(rule -> rule.destinations().stream()).distinct().toList();
  }

  /** The stored form: a line for each rule, destinations, then prefixes, each after a tab. */
  String text() {
    List<String> lines = new ArrayList<>();
    for (ReplicationRule rule : rules) {
      List<String> fields = new ArrayList<>();
      fields.add(Integer.toString(rule.destinations().size()));
      rule.destinations()
          .forEach(to -> fields.add(to.region().value() + PART + to.account().value()));
      fields.addAll(rule.prefixes());
      lines.add(String.join(FIELD, fields));
    }
    return String.join("\n", lines);
  }

  /** Reads the stored form. */
  static ReplicationConfiguration parse(String text) {
    return new ReplicationConfiguration(text.lines().map(ReplicationConfiguration::rule).toList());
  }

  private static ReplicationRule rule(String line) {
    List<String> fields = Arrays.asList(line.split(FIELD, -1));
    int prefixes = 1 + Integer.parseInt(fields.getFirst());
    return new ReplicationRule(
        fields.subList(1, prefixes).stream().map(ReplicationConfiguration::registry).toList(),
        fields.subList(prefixes, fields.size()));
  }

  private static RegistryId registry(String field) {
    int space = field.indexOf(PART);
    return new RegistryId(
        new AccountId(field.substring(space + 1)), new Region(field.substring(0, space)));
  }
}
