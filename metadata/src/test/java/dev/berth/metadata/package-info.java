/**
 * What only the SQLite engine does; the rules of both engines are in the testkit's {@code
 * MetadataContract}.
 */
@NullMarked
package dev.berth.metadata;

import org.jspecify.annotations.NullMarked;
