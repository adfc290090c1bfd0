package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a registry, as others are told of it (ECR dossier 19). Its id and its
 * place among the others it gets when it is stored.
 *
 * @param time when, to microseconds
 * @param registry where
 * @param repository in which repository; empty for what concerns the registry as a whole. Events of
 *     one repository are told in the order in which they happened
 * @param source {@code aws.ecr} for what ECR tells as well, {@code berth} for what it does not
 * @param detailType such as {@code ECR Image Action}
 * @param resource the ARN that it is about, where its kind names one
 * @param detail a JSON object
 */
public record Event(
    Instant time,
    RegistryId registry,
    Optional<RepositoryName> repository,
    String source,
    String detailType,
    Optional<Arn> resource,
    String detail) {}
