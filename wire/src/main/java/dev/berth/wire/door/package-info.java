/**
 * What every protocol on the port has in common: a door with a table of rows, each row guarded.
 *
 * <p>The pipeline of the server takes a {@link dev.berth.wire.door.Call} through its steps in one
 * order. Start with {@link dev.berth.wire.door.Door}. Knows no protocol: those are the packages
 * beside it.
 */
@NullMarked
package dev.berth.wire.door;

import org.jspecify.annotations.NullMarked;
