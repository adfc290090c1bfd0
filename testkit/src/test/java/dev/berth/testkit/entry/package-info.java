/**
 * What happens to requests before anybody asks who sends them: proxies, plain HTTP, wrong
 * credentials, and what is written to the log.
 */
@NullMarked
package dev.berth.testkit.entry;

import org.jspecify.annotations.NullMarked;
