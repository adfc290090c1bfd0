/**
 * The figures that operators alarm on, as a scraper reads them, and the log of requests.
 *
 * <p>Start with {@link dev.berth.testkit.metrics.MetricsTest}; {@link
 * dev.berth.testkit.metrics.Scrape} reads a page more strictly than Prometheus does.
 */
@NullMarked
package dev.berth.testkit.metrics;

import org.jspecify.annotations.NullMarked;
