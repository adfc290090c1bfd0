/**
 * What every metadata database must do, as tests that an engine's test class inherits. Each rule
 * that two writers could break is also run with the two interleaved.
 *
 * <p>Knows no engine. Start with {@link dev.berth.testkit.metadata.MetadataContract}.
 */
@NullMarked
package dev.berth.testkit.metadata;

import org.jspecify.annotations.NullMarked;
