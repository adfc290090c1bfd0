/**
 * Runs the fuzzer on the parsers of what clients send. What is fuzzed stands beside what it tries,
 * in the package of each parser; {@link dev.berth.fuzz.Target} lists it all.
 */
@NullMarked
package dev.berth.fuzz;

import org.jspecify.annotations.NullMarked;
