/** Contracts, fixtures and a running Berth for tests; tests with real clients live here. */
@NullMarked
package dev.berth.testkit;

import org.jspecify.annotations.NullMarked;
