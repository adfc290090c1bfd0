/**
 * The actions of STS: who am I, and temporary credentials (IAM dossier 8).
 *
 * <p>Parses and words; sessions are made in {@code dev.berth.identity.session}. Start with {@link
 * dev.berth.wire.sts.StsActions}.
 */
@NullMarked
package dev.berth.wire.sts;

import org.jspecify.annotations.NullMarked;
