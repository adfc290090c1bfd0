package dev.berth.server.config;

import dev.berth.registry.event.pattern.EventPattern;
import java.net.URI;
import java.util.Optional;

/**
 * A receiver of events.
 *
 * @param name by which its place is kept
 * @param url where events are posted; of the operator's choice, so that it may be inside the
 *     network
 * @param secret that requests are signed with
 * @param pattern which events it gets; empty for all
 */
public record WebhookSettings(
    String name, URI url, WebhookSecret secret, Optional<EventPattern> pattern) {}
