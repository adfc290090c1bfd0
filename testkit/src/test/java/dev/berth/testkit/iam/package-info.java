/**
 * Users, groups, roles and policies through the doors: the AWS SDK and the AWS CLI make them, and
 * the registry obeys. Start at {@link dev.berth.testkit.iam.PrincipalsTest}.
 */
@NullMarked
package dev.berth.testkit.iam;

import org.jspecify.annotations.NullMarked;
