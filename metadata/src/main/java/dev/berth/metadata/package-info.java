/** All SQL: the database, its tables and its migrations. */
@NullMarked
package dev.berth.metadata;

import org.jspecify.annotations.NullMarked;
