/**
 * AWS JSON 1.1 for any service whose model stands in a file: reading the model, validating requests
 * against it, and wording errors.
 *
 * <p>Knows no operation; those are the packages of the services, such as {@code
 * dev.berth.wire.ecr}. Start with {@link dev.berth.wire.json.ServiceModel}, then {@link
 * dev.berth.wire.json.AwsJsonDoor}.
 */
@NullMarked
package dev.berth.wire.json;

import org.jspecify.annotations.NullMarked;
