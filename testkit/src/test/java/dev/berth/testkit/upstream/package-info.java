/** Pull-through cache rules, by the clients that make them and those that pull under a prefix. */
@NullMarked
package dev.berth.testkit.upstream;

import org.jspecify.annotations.NullMarked;
