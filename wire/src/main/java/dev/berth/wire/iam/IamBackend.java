package dev.berth.wire.iam;

import dev.berth.iam.token.PageTokens;
import dev.berth.identity.AccountAliases;
import dev.berth.identity.AccountFigures;
import dev.berth.identity.Groups;
import dev.berth.identity.IdentityNames;
import dev.berth.identity.IdentityTags;
import dev.berth.identity.InlinePolicies;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.PolicyAttachments;
import dev.berth.identity.Roles;
import dev.berth.identity.ServiceLinkedRoles;
import dev.berth.identity.UserKeys;
import dev.berth.identity.Users;
import dev.berth.identity.gate.Simulation;

/** What the actions of IAM are made of. */
public record IamBackend(
    IdentityNames names,
    Users users,
    Groups groups,
    Roles roles,
    UserKeys keys,
    InlinePolicies inline,
    ManagedPolicies managed,
    PolicyAttachments attachments,
    IdentityTags tags,
    OidcProviders providers,
    AccountAliases aliases,
    ServiceLinkedRoles serviceLinked,
    AccountFigures figures,
    Simulation simulation,
    PageTokens pages) {}
