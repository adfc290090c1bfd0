package dev.berth.registry.image;

import dev.berth.model.AuditEntry;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;

/** Writes the audit trail's entry of an image that came back from the archive (TR-06). */
@FunctionalInterface
public interface ActivationEntry {
  AuditEntry of(RepositoryAddress repository, Image image, Instant now);
}
