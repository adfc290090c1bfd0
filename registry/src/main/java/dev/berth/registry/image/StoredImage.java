package dev.berth.registry.image;

import dev.berth.model.Image;
import dev.berth.model.Manifest;

/**
 * An image with its bytes, of one moment.
 *
 * @param image what is known of it
 * @param manifest its bytes
 */
public record StoredImage(Image image, Manifest manifest) {}
