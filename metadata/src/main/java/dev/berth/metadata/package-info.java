/**
 * All SQL of Berth: the database, its tables and its migrations. SQLite in the data folder or a
 * PostgreSQL server, with the same statements and one small dialect.
 *
 * <p>Nothing here knows a protocol, a policy or a blob's bytes, and nothing outside writes SQL.
 * Start with {@link dev.berth.metadata.Database}, then {@link dev.berth.metadata.Transaction} and
 * the table that you need.
 */
@NullMarked
package dev.berth.metadata;

import org.jspecify.annotations.NullMarked;
