/** The domain: repositories, images, uploads and what is done with them. */
@NullMarked
package dev.berth.registry;

import org.jspecify.annotations.NullMarked;
