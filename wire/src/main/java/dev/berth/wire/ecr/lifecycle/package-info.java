/**
 * The operations on lifecycle policies and their previews (ECR dossier 12.1, 12.4), one file each.
 *
 * <p>What a policy means, and what it takes, is known to {@code registry.lifecycle}; start with
 * {@link dev.berth.wire.ecr.lifecycle.PutLifecyclePolicy}.
 */
@NullMarked
package dev.berth.wire.ecr.lifecycle;

import org.jspecify.annotations.NullMarked;
