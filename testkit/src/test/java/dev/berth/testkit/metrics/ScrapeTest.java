package dev.berth.testkit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of pages refuses what is not well formed: else it would prove nothing. */
final class ScrapeTest {
  private static final String HEAD = "# HELP a Words.\n# TYPE a gauge\n";
  private static final String HISTOGRAM = "# HELP h Words.\n# TYPE h histogram\n";

  @Test
  void a_good_page_is_read() {
    Scrape scrape =
        Scrape.of(
            HEAD
                + "a{x=\"1\\\"\"} 2.0\n"
                + HISTOGRAM
                + "h_bucket{le=\"1.0\"} 1\nh_bucket{le=\"+Inf\"} 3\nh_count 3\nh_sum 4.5\n");

    assertThat(scrape.value("a{x=\"1\\\"\"}")).isEqualTo(2.0);
    assertThat(scrape.value("h_count")).isEqualTo(3.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD + "a 1",
        "a 1\n",
        HEAD + "b 1\n",
        HEAD + "a 1\na 2\n",
        HEAD + "a{x=1} 1\n",
        HEAD + "a{x=\"1\",x=\"2\"} 1\n",
        HEAD + HEAD + "a 1\n",
        "# TYPE a gauge\na 1\n",
        "# HELP c Words.\n# TYPE c counter\nc 1\n",
        "# HELP c_total Words.\n# TYPE c_total counter\nc_total -1\n",
        HISTOGRAM + "h_bucket{le=\"2.0\"} 1\nh_bucket{le=\"1.0\"} 1\n",
        HISTOGRAM + "h_bucket{le=\"1.0\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum 1\n",
        HISTOGRAM + "h_bucket{le=\"1.0\"} 2\nh_count 2\nh_sum 1\n",
        HISTOGRAM + "h_bucket{le=\"+Inf\"} 2\nh_count 3\nh_sum 1\n"
      })
  void a_page_that_breaks_a_rule_is_refused(String page) {
    assertThatThrownBy(() -> Scrape.of(page)).isInstanceOf(IllegalArgumentException.class);
  }
}
