/**
 * How the store in a folder meets faults, its limits and the file system; its contract is tested in
 * the test kit.
 */
@NullMarked
package dev.berth.blob.file;

import org.jspecify.annotations.NullMarked;
