package dev.berth.registry.lifecycle.policy;

import java.util.Optional;

/**
 * A rule of a lifecycle policy.
 *
 * @param priority at least 1; the rule with the lowest number is asked first
 * @param description for people
 * @param tags which images it sees
 * @param storageClass in which storage class; it sees no other
 * @param criterion which of them it takes
 * @param action what becomes of those
 */
public record Rule(
    int priority,
    Optional<String> description,
    TagSelection tags,
    StorageClass storageClass,
    Criterion criterion,
    Action action) {}
