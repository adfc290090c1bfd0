package dev.berth.wire.ecr;

import dev.berth.iam.token.RegistryTokens;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.StorageClasses;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.registry.replication.Replication;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.scanning.Scanning;
import dev.berth.registry.setting.AccountSettings;
import dev.berth.registry.signing.Signing;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.registry.template.CreationTemplates;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.Uploads;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.blob.DownloadAddresses;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.ecr.policy.Lockout;
import dev.berth.wire.json.Pages;

/**
 * What the operations of the ECR API work on.
 *
 * @param repositories the registry's
 * @param images the registry's
 * @param storageClasses moves images into the archive and back
 * @param scanning how registries scan
 * @param signing what registries sign
 * @param replication where registries' images go
 * @param settingLimits how much they may be told
 * @param layers the registry's
 * @param uploads the registry's
 * @param policies of repositories and registries
 * @param settings of accounts
 * @param lifecycle of images
 * @param templates by which repositories are made without a call
 * @param creation makes them
 * @param rules where images come from
 * @param lockout whether somebody could still set a policy
 * @param tokens issues passwords for docker
 * @param downloads makes download addresses
 * @param hosts names registries to clients
 * @param pages seals page tokens
 */
public record Backend(
    Repositories repositories,
    Images images,
    StorageClasses storageClasses,
    Scanning scanning,
    Signing signing,
    Replication replication,
    SettingLimits settingLimits,
    Layers layers,
    Uploads uploads,
    ResourcePolicies policies,
    AccountSettings settings,
    Lifecycle lifecycle,
    CreationTemplates templates,
    CreationOnNeed creation,
    PullThroughCacheRules rules,
    Lockout lockout,
    RegistryTokens tokens,
    DownloadAddresses downloads,
    RegistryHosts hosts,
    Pages pages) {}
