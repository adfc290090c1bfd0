/**
 * Creation templates, and the repositories that are made by them without a call.
 *
 * <p>Whether somebody may push is asked elsewhere, before anything is made. Start with {@link
 * dev.berth.registry.template.CreationTemplates}; {@link
 * dev.berth.registry.template.CreationOnNeed} makes repositories.
 */
@NullMarked
package dev.berth.registry.template;

import org.jspecify.annotations.NullMarked;
