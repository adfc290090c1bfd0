package dev.berth.registry.signing;

import dev.berth.model.RepositoryName;
import dev.berth.model.RepositoryPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a registry signs (ECR dossier 15): a value, and what follows from it for a repository. */
public record SigningConfiguration(List<SigningRule> rules) {
  private static final String FIELD = "\t";

  public SigningConfiguration {
    rules = List.copyOf(rules);
  }

  /** The profiles that would sign a push to the repository, each once, in the rules' order. */
  public List<String> profiles(RepositoryName name) {
    return rules.stream()
        .filter(rule -> rule.matches(name))
        .map(SigningRule::profile)
        .distinct()
        .toList();
  }

  /** The stored form: a line for each rule, its filters after tabs. */
  String text() {
    List<String> lines = new ArrayList<>();
    for (SigningRule rule : rules) {
      List<String> fields = new ArrayList<>();
      fields.add(rule.profile());
      rule.filters().forEach(filter -> fields.add(filter.text()));
      lines.add(String.join(FIELD, fields));
    }
    return String.join("\n", lines);
  }

  /** Reads the stored form. */
  static SigningConfiguration parse(String text) {
    return new SigningConfiguration(text.lines().map(SigningConfiguration::rule).toList());
  }

  private static SigningRule rule(String line) {
    List<String> fields = Arrays.asList(line.split(FIELD, -1));
    return new SigningRule(
        fields.getFirst(), fields.stream().skip(1).map(RepositoryPattern::new).toList());
  }
}
