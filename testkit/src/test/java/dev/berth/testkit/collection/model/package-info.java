/**
 * Collection against a small model of its invariants (I2, I4): clients and jobs go one transaction
 * at a time, in every order or in a drawn one, and after each the store is compared with what was
 * promised.
 *
 * <p>Knows no HTTP: the domain over a real database and real files. Start with {@link
 * dev.berth.testkit.collection.model.CollectionModelContract}.
 */
@NullMarked
package dev.berth.testkit.collection.model;

import org.jspecify.annotations.NullMarked;
