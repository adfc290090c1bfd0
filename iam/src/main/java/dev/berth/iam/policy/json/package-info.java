/**
 * JSON from outside, value by value, without trees: strict about duplicate keys, nesting and
 * characters. Knows nothing of policies; {@link dev.berth.iam.policy.json.StrictJson} is all.
 */
@NullMarked
package dev.berth.iam.policy.json;

import org.jspecify.annotations.NullMarked;
