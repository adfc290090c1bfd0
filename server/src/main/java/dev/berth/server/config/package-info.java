/**
 * What a Berth can be told: one list of keys, laid over each other from file, environment and
 * flags, and checked whole before anything starts.
 *
 * <p>{@link dev.berth.server.config.ConfigKey} lists every key with its default and meaning, and is
 * what the reference page is made from; {@link dev.berth.server.config.Config} is the result.
 */
@NullMarked
package dev.berth.server.config;

import org.jspecify.annotations.NullMarked;
