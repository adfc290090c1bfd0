package dev.berth.iam;

import dev.berth.model.Region;
import java.net.InetAddress;
import java.time.Instant;

/**
 * What conditions may ask about a request besides its demands (IAM user guide, global condition
 * keys).
 *
 * @param source the address of the peer ({@code aws:SourceIp})
 * @param secureTransport whether it came over TLS ({@code aws:SecureTransport})
 * @param time when it came ({@code aws:CurrentTime})
 * @param region the Region it is meant for ({@code aws:RequestedRegion})
 * @param resourceTags the tags of the resources that the demands name ({@code aws:ResourceTag/…})
 */
public record RequestContext(
    InetAddress source,
    boolean secureTransport,
    Instant time,
    Region region,
    ResourceTags resourceTags) {}
