/**
 * How much there may be and how often one may ask: ECR's quotas and request rates over real
 * sockets, set smaller than they are so that a test reaches them. Start with {@code QuotaTest}.
 */
@NullMarked
package dev.berth.testkit.quota;

import org.jspecify.annotations.NullMarked;
