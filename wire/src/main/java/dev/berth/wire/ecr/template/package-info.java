/**
 * The operations on creation templates.
 *
 * <p>Only reads requests and writes answers. Start with {@link
 * dev.berth.wire.ecr.template.CreateRepositoryCreationTemplate}.
 */
@NullMarked
package dev.berth.wire.ecr.template;

import org.jspecify.annotations.NullMarked;
