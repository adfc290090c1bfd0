/**
 * What AWS's two protocols have in common: signatures on requests, and errors with their codes and
 * statuses.
 *
 * <p>Knows no operation. {@link dev.berth.wire.aws.AwsErrors} words every refusal; {@link
 * dev.berth.wire.aws.Signatures} finds out who calls. The protocols themselves are {@code json} and
 * {@code query} beside it.
 */
@NullMarked
package dev.berth.wire.aws;

import org.jspecify.annotations.NullMarked;
