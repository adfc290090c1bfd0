/**
 * The audit trail in CloudTrail's shape: what an entry tells of a call, and how it is written and
 * read again.
 *
 * <p>Knows neither where entries are kept nor who searches them. Start with {@link
 * dev.berth.wire.audit.EventDocument}.
 */
@NullMarked
package dev.berth.wire.audit;

import org.jspecify.annotations.NullMarked;
