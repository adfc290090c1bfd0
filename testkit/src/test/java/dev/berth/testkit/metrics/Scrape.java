package dev.berth.testkit.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the Prometheus text format 0.0.4, read strictly: each family once, with HELP before
 * TYPE before its samples and nothing of another between them; names and labels well formed; no
 * sample twice; counters not negative; buckets in order, cumulative and ending with {@code +Inf},
 * which is the count. Whatever breaks a rule is an {@link IllegalArgumentException}.
 *
 * @param types of families by name
 * @param samples values by name and sorted labels, such as {@code a{b="c"}}
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {
  private static final Pattern HELP = Pattern.compile("# HELP ([a-z_][a-z0-9_]*) (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)");
  private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");

  /** Reads a page. */
  static Scrape of(String page) {
    if (!page.endsWith("\n")) {
      throw new IllegalArgumentException("the page does not end with a line's end");
    }
    Scrape scrape = new Scrape(new LinkedHashMap<>(), new TreeMap<>());
    Map<String, Double> lastBucket = new HashMap<>();
    Map<String, Double> lastBound = new HashMap<>();
    String helped = "";
    String family = "";
    for (String line : page.lines().toList()) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      if (help.matches()) {
        helped = help.group(1);
      } else if (type.matches()) {
        family = type.group(1);
        require(family.equals(helped), line, "TYPE follows its HELP");
        require(scrape.types.put(family, type.group(2)) == null, line, "a family stands once");
      } else {
        scrape.sample(line, family, lastBucket, lastBound);
      }
    }
    scrape.types.forEach((name, type) -> scrape.checkHistogram(name, type, lastBucket, lastBound));
    return scrape;
  }

  private void sample(
      String line, String family, Map<String, Double> lastBucket, Map<String, Double> lastBound) {
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), line, "it is no sample");
    String name = sample.group(1);
    String type = types.getOrDefault(family, "");
    Set<String> allowed =
        type.equals("histogram")
            ? Set.of(family + "_bucket", family + "_sum", family + "_count")
            : Set.of(family);
    require(allowed.contains(name), line, "it stands among the samples of " + family);
    require(!type.equals("counter") || name.endsWith("_total"), line, "a counter ends with _total");
    TreeMap<String, String> labels = labels(line, sample.group(2));
    double value = number(sample.group(3));
    require(!type.equals("counter") || value >= 0, line, "a counter is not negative");
    require(samples.put(key(name, labels), value) == null, line, "a sample stands once");
    if (name.endsWith("_bucket") && type.equals("histogram")) {
      String bound = labels.remove("le");
      require(bound != null, line, "a bucket has a bound");
      String series = key(family, labels);
      double le = number(String.valueOf(bound));
      require(le > lastBound.getOrDefault(series, Double.NEGATIVE_INFINITY), line, "bounds grow");
      require(value >= lastBucket.getOrDefault(series, 0.0), line, "buckets are cumulative");
      lastBound.put(series, le);
      lastBucket.put(series, value);
    }
  }

  private void checkHistogram(
      String family, String type, Map<String, Double> lastBucket, Map<String, Double> lastBound) {
    if (type.equals("histogram")) {
      for (Map.Entry<String, Double> sample : samples.entrySet()) {
        String key = sample.getKey();
        if (key.startsWith(family + "_count")) {
          String series = family + key.substring((family + "_count").length());
          require(
              lastBound.getOrDefault(series, 0.0) == Double.POSITIVE_INFINITY,
              key,
              "the last bound is +Inf");
          require(
              sample.getValue().equals(lastBucket.get(series)),
              key,
              "the last bucket is the count");
        }
      }
    }
  }

  private static TreeMap<String, String> labels(String line, String text) {
    TreeMap<String, String> labels = new TreeMap<>();
    if (text == null) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (end < text.length()) {
      require(label.find(end) && label.start() == end, line, "its labels are well formed");
      require(labels.put(label.group(1), label.group(2)) == null, line, "a label stands once");
      end = label.end();
    }
    return labels;
  }

  private static String key(String name, Map<String, String> labels) {
    List<String> parts = new ArrayList<>();
    labels.forEach((label, value) -> parts.add("%s=\"%s\"".formatted(label, value)));
    return name + (parts.isEmpty() ? "" : "{" + String.join(",", parts) + "}");
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static void require(boolean holds, String line, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s".formatted(rule, line));
    }
  }

  /** The value of a sample, 0 when it is not there. */
  double value(String sample) {
    return samples.getOrDefault(sample, 0.0);
  }

  /** The names of all samples without their labels. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.keySet().forEach(key -> names.add(key.replaceFirst("\\{.*", "")));
    return names;
  }
}
