/**
 * The figures that an operator alarms on, in the exposition format of Prometheus.
 *
 * <p>What requests do is counted as they end ({@link dev.berth.server.metrics.RequestFigures});
 * everything else is looked at when somebody asks. Knows no protocol and decides nothing. Labels
 * are rows of tables, jobs and registries, never what a client made up. Start with {@link
 * dev.berth.server.metrics.Exposition}.
 */
@NullMarked
package dev.berth.server.metrics;

import org.jspecify.annotations.NullMarked;
