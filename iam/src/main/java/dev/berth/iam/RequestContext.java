package dev.berth.iam;

import dev.berth.model.Region;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What conditions may ask about a request besides its demands (IAM dossier 4.7).
 *
 * @param source the address of the client: the peer's, or what a trusted proxy says ({@code
 *     aws:SourceIp})
 * @param secureTransport whether it came over TLS, here or at a trusted proxy ({@code
 *     aws:SecureTransport})
 * @param time when it came ({@code aws:CurrentTime})
 * @param region the Region it is meant for ({@code aws:RequestedRegion})
 * @param resourceTags the tags of the resources that the demands name ({@code aws:ResourceTag/…})
 * @param userAgent as sent, which anybody can forge ({@code aws:UserAgent})
 * @param referer as sent, which anybody can forge ({@code aws:referer})
 */
public record RequestContext(
    InetAddress source,
    boolean secureTransport,
    Instant time,
    Region region,
    ResourceTags resourceTags,
    Optional<String> userAgent,
    Optional<String> referer) {

  /** Of a request that says nothing about the program that sent it. */
  public RequestContext(
      InetAddress source,
      boolean secureTransport,
      Instant time,
      Region region,
      ResourceTags resourceTags) {
    this(source, secureTransport, time, region, resourceTags, Optional.empty(), Optional.empty());
  }
}
