package dev.berth.wire.ecr;

import dev.berth.iam.token.DownloadGrants;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.registry.image.Images;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.json.Pages;
import java.time.InstantSource;

/**
 * What the operations of the ECR API work on.
 *
 * @param repositories the registry's
 * @param images the registry's
 * @param layers the registry's
 * @param uploads the registry's
 * @param tokens issues passwords for docker
 * @param grants seals download addresses
 * @param hosts names registries to clients
 * @param pages seals page tokens
 * @param clock for the life of download addresses
 */
public record Backend(
    Repositories repositories,
    Images images,
    Layers layers,
    Uploads uploads,
    RegistryTokens tokens,
    DownloadGrants grants,
    RegistryHosts hosts,
    Pages pages,
    InstantSource clock) {}
