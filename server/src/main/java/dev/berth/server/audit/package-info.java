/**
 * The audit trail: what is known of a call while it runs, and where its entry goes.
 *
 * <p>The shape of an entry is known in {@code dev.berth.wire.audit} only. Start with {@link
 * dev.berth.server.audit.AuditTrail}.
 */
@NullMarked
package dev.berth.server.audit;

import org.jspecify.annotations.NullMarked;
