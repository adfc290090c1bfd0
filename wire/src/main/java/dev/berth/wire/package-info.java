/** The protocols: OCI distribution, the ECR and STS and IAM APIs, over an exchange of our own. */
@NullMarked
package dev.berth.wire;

import org.jspecify.annotations.NullMarked;
