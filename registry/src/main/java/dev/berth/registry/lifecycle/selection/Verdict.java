package dev.berth.registry.lifecycle.selection;

/**
 * What becomes of one image.
 *
 * @param imageId its row
 * @param fate and why
 */
public record Verdict(long imageId, Fate fate) {}
