/**
 * The folder that holds everything: what is where in it, whose it is, and who has it open.
 *
 * <p>Knows paths, not what is in the files.
 */
@NullMarked
package dev.berth.server.folder;

import org.jspecify.annotations.NullMarked;
