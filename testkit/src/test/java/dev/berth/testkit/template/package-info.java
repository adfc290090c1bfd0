/**
 * Creation templates and the repositories that they make, by the API and by clients that push to
 * names that no repository has.
 */
@NullMarked
package dev.berth.testkit.template;

import org.jspecify.annotations.NullMarked;
