package dev.berth.registry.template;

import dev.berth.iam.policy.PolicyDocument;
import dev.berth.model.CreationTemplate;
import dev.berth.model.RepositoryAddress;
import java.util.Optional;

/**
 * A repository that is not there and that a template would make.
 *
 * @param address where
 * @param template what with
 * @param policy what it would say about who may do what to it, if it would have one
 */
public record PlannedRepository(
    RepositoryAddress address, CreationTemplate template, Optional<PolicyDocument> policy) {}
