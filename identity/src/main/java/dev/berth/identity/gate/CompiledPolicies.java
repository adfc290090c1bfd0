package dev.berth.identity.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.iam.Session;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.evaluate.NamedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stored documents, compiled once for each text, as many as fit into a bounded memory. */
public final class CompiledPolicies {
  /** What stands for a text that is no policy at all: who cannot tell what it says denies. */
  static final String DENIES_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}";

  private static final String RESOURCE_DENIES_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}";
  private static final Logger LOG = LoggerFactory.getLogger(CompiledPolicies.class);
  private static final long KEPT_CHARACTERS = 8L * 1024 * 1024;

  private final Cache<Source, PolicyDocument> kept =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_CHARACTERS)
          .weigher((Source source, PolicyDocument _) -> source.text().length())
          .build();

  private record Source(DocumentKind kind, String text) {}

  /** The compiled document of a text that is stored. */
  PolicyDocument of(DocumentKind kind, String text) {
    return kept.get(new Source(kind, text), CompiledPolicies::compile);
  }

  private static PolicyDocument compile(Source source) {
    try {
      return PolicyDocument.stored(source.kind(), source.text());
    } catch (PolicyRefused e) {
      LOG.warn("a stored {} policy cannot be read and denies everything", source.kind(), e);
      return PolicyDocument.stored(
          source.kind(), source.kind().namesPrincipals() ? RESOURCE_DENIES_ALL : DENIES_ALL);
    }
  }

  /** The policies that narrow a session; empty when it was made without any. */
  Optional<List<NamedDocument>> ofSession(Session session) {
    return session
        .policies()
        .map(
            texts -> {
              List<NamedDocument> documents = new ArrayList<>();
              for (String text : texts) {
                documents.add(
                    new NamedDocument(
                        "session policy %d of session %s"
                            .formatted(documents.size() + 1, session.name()),
                        of(DocumentKind.SESSION, text)));
              }
              return documents;
            });
  }
}
