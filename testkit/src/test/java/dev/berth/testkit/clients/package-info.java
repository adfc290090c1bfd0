/**
 * Berth as people's clients see it, each a program of its own, over HTTP. {@code docs/clients.md}
 * is written from the reports of these tests: a class belongs to the client that its {@code
 * NeedsClient} names first, and a test's name is what the client did.
 *
 * <p>Nothing here calls Berth's code but to start it; what a client printed and what another client
 * then reads is the proof. Start with {@link dev.berth.testkit.clients.ClientsOfBerth}.
 */
@NullMarked
package dev.berth.testkit.clients;

import org.jspecify.annotations.NullMarked;
