/**
 * The actions of IAM on the Query door (IAM dossier 9): users, groups, roles, policies, keys.
 *
 * <p>Decides nothing: what may be is asked of {@code dev.berth.identity}, who may do it of the
 * gate. Start with {@link dev.berth.wire.iam.IamActions}, the table.
 */
@NullMarked
package dev.berth.wire.iam;

import org.jspecify.annotations.NullMarked;
