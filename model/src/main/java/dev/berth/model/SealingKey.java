package dev.berth.model;

import java.time.Instant;

/**
 * A key that seals registry tokens, page tokens and download addresses. Two are valid while they
 * rotate.
 *
 * @param id named inside everything it sealed
 * @param key 32 random bytes, sealed; associated data is {@code sealing-key/ID}
 * @param createdAt the newest seals, every stored one opens
 */
public record SealingKey(String id, SealedSecret key, Instant createdAt) {}
