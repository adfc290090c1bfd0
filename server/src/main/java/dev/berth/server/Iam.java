package dev.berth.server;

import dev.berth.iam.Gate;
import dev.berth.iam.sigv4.SigningCredentials;
import dev.berth.iam.token.PageTokens;
import dev.berth.identity.AccountAliases;
import dev.berth.identity.AccountFigures;
import dev.berth.identity.Attachable;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.DocumentRules;
import dev.berth.identity.Groups;
import dev.berth.identity.IdentityLimits;
import dev.berth.identity.IdentityNames;
import dev.berth.identity.IdentityRows;
import dev.berth.identity.IdentityTags;
import dev.berth.identity.InlinePolicies;
import dev.berth.identity.KeyUses;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.PolicyAttachments;
import dev.berth.identity.Roles;
import dev.berth.identity.ServiceLinkedRoles;
import dev.berth.identity.UserKeys;
import dev.berth.identity.Users;
import dev.berth.identity.gate.CompiledPolicies;
import dev.berth.identity.gate.HeldPolicies;
import dev.berth.identity.gate.Organization;
import dev.berth.identity.gate.PolicyGate;
import dev.berth.identity.gate.ResourcePolicies;
import dev.berth.identity.gate.Simulation;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import dev.berth.wire.iam.IamBackend;
import dev.berth.wire.sts.SessionPolicies;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The identities of all accounts.
 *
 * @param credentials finds what requests are signed with, and records that they were
 * @param backend what the actions of IAM are made of
 * @param managed finds the policies that sessions name
 * @param gate decides over what they changed
 */
record Iam(
    SigningCredentials credentials,
    IamBackend backend,
    SessionPolicies.ManagedPolicies managed,
    Gate gate) {

  static Iam open(
      Database database,
      Identities identities,
      Organization organization,
      InstantSource clock,
      SecureRandom random) {
    PageTokens pages = identities.pages();
    IdentityRows rows = new IdentityRows(database);
    IdentityLimits limits = IdentityLimits.DEFAULT;
    AwsManagedPolicies aws = new AwsManagedPolicies();
    Attachable attachable = new Attachable(aws);
    DocumentRules documents = new DocumentRules();
    IdentityTags tags = new IdentityTags(rows, attachable, limits);
    Roles roles = new Roles(rows, attachable, tags, documents, limits, clock, random);
    CompiledPolicies compiled = new CompiledPolicies();
    HeldPolicies held = new HeldPolicies(database, attachable, compiled);
    return new Iam(
        new KeyUses(identities.credentials(), database, clock),
        new IamBackend(
            new IdentityNames(rows),
            new Users(rows, attachable, tags, limits, clock, random),
            new Groups(rows, limits, clock, random),
            roles,
            new UserKeys(rows, identities.accessKeys(), limits, clock, random),
            new InlinePolicies(rows, documents),
            new ManagedPolicies(rows, attachable, aws, tags, documents, limits, clock, random),
            new PolicyAttachments(rows, attachable, limits),
            tags,
            new OidcProviders(rows, tags, limits, clock),
            new AccountAliases(rows),
            new ServiceLinkedRoles(rows, roles),
            new AccountFigures(rows, limits),
            new Simulation(database, held, organization),
            pages),
        (arn, account) -> document(database, attachable, arn, account),
        new PolicyGate(
            held, new ResourcePolicies(database, attachable, compiled), compiled, organization));
  }

  private static Optional<String> document(
      Database database, Attachable attachable, String arn, AccountId account) {
    Arn policy;
    try {
      policy = Arn.parse(arn);
    } catch (Malformed _) {
      return Optional.empty();
    }
    return database.read(
        tx -> attachable.find(tx, account, policy).map(found -> attachable.document(tx, found)));
  }
}
