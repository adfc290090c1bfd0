package dev.berth.registry.image.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a manifest's object, each of the right type, before it is clear what kind of
 * manifest they make.
 *
 * @param members the names of all members that the formats know, also those that are null
 */
record Document(
    Set<String> members,
    Optional<Long> schemaVersion,
    Optional<String> mediaType,
    Optional<String> artifactType,
    Optional<Descriptor> config,
    Optional<List<Descriptor>> layers,
    Optional<List<Descriptor>> manifests,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {}
