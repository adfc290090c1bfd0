/** The audit trail, by what real clients leave in it. */
@NullMarked
package dev.berth.testkit.audit;

import org.jspecify.annotations.NullMarked;
