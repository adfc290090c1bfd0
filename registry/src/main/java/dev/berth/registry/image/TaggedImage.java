package dev.berth.registry.image;

import dev.berth.model.Image;
import dev.berth.model.Tag;
import java.util.SortedSet;

/**
 * An image with its tags, of one moment.
 *
 * @param image what is known of it
 * @param tags in byte order; none for an untagged image
 */
public record TaggedImage(Image image, SortedSet<Tag> tags) {}
