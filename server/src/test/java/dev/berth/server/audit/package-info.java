/** The log of the audit trail, by itself. */
@NullMarked
package dev.berth.server.audit;

import org.jspecify.annotations.NullMarked;
