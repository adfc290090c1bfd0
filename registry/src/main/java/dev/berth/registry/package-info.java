/**
 * The domain: repositories, images, uploads, and what is done with them. Doors call it; it knows no
 * HTTP and no protocol.
 *
 * <p>State changes are one transaction each, over bytes that were stored before. Here stand the
 * rules that all parts share; start with {@code image.Images} and {@code upload.Uploads}, and with
 * {@code refusal.Refusal} for what is said no to.
 */
@NullMarked
package dev.berth.registry;

import org.jspecify.annotations.NullMarked;
