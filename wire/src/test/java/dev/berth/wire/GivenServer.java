package dev.berth.wire;

import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.ResourceTags;
import dev.berth.iam.sigv4.SigV4;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.DownloadGrants;
import dev.berth.iam.token.KeyRing;
import dev.berth.iam.token.PageTokens;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.iam.token.Sealer;
import dev.berth.identity.MasterKey;
import dev.berth.identity.Secrets;
import dev.berth.identity.session.Sessions;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Rules;
import dev.berth.registry.event.Outbox;
import dev.berth.registry.gc.CollectionLedger;
import dev.berth.registry.gc.Holdings;
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
import dev.berth.registry.trash.Trash;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.Uploads;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.audit.ActivationDocument;
import dev.berth.wire.audit.AuditSearch;
import dev.berth.wire.aws.Signatures;
import dev.berth.wire.berth.BerthOperations;
import dev.berth.wire.berth.RunningServer;
import dev.berth.wire.blob.DownloadAddresses;
import dev.berth.wire.blob.SealedBlobDoor;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.ecr.Backend;
import dev.berth.wire.ecr.EcrOperations;
import dev.berth.wire.ecr.policy.Lockout;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import dev.berth.wire.json.AwsJsonDoor;
import dev.berth.wire.json.Json;
import dev.berth.wire.json.JsonService;
import dev.berth.wire.json.ModelledAnswer;
import dev.berth.wire.json.Pages;
import dev.berth.wire.json.Spool;
import dev.berth.wire.query.QueryDoor;
import dev.berth.wire.sts.GetCallerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The AWS doors over a real registry in a temporary folder, without sockets. Everything is allowed,
 * and demands are noted.
 */
public final class GivenServer implements AutoCloseable {
  public static final RegistryId HOME =
      new RegistryId(new AccountId("123456789012"), new Region("us-east-1"));
  public static final String KEY_ID = "AKIDEXAMPLE";
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String ECR_TARGET = "AmazonEC2ContainerRegistry_V20150921.";

  public final Path spool;
  public final List<Demand> demanded = new ArrayList<>();
  public final Layers layers;
  public final GivenPrincipals principals = new GivenPrincipals();
  public final Repositories repositories;
  public final SealedBlobDoor downloads;
  public final DownloadGrants grants;
  public final AwsJsonDoor json;
  public final QueryDoor query;
  private final Database database;
  private final FileBlobStore blobs;
  private final Images images;
  private final Map<String, JsonService> services;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  public GivenServer(Path folder) {
    InstantSource clock = () -> now;
    this.spool = folder.resolve("spool");
    this.database = Database.sqlite(folder.resolve("berth.db"));
    try {
      this.blobs = FileBlobStore.in(folder.resolve("blobs"), new Capacity(4, 8, PATIENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Rules rules = Rules.DEFAULT;
    DiskReserve reserve = DiskReserve.none();
    this.repositories = new Repositories(database, rules, clock);
    this.images = new Images(database, rules, reserve, clock);
    this.layers = new Layers(database, blobs, rules, clock);
    Uploads uploads = new Uploads(database, blobs, rules, reserve, clock, new SecureRandom());
    KeyRing ring = new KeyRing(List.of(KeyRing.Key.of("test", new byte[32])));
    Sealer sealer = new Sealer(() -> ring, new SecureRandom());
    RegistryHosts hosts =
        new RegistryHosts(
            "{account}.dkr.ecr.{region}.{domain}",
            "http://localhost:{port}",
            "amazonaws.com",
            5000);
    this.grants = new DownloadGrants(sealer, clock);
    MasterKey master =
        MasterKey.ofNewFolder(folder.resolve("master.key"), Optional.empty(), new SecureRandom());
    Sessions sessions =
        new Sessions(
            database,
            Secrets.open(master, database, new SecureRandom()),
            sealer,
            clock,
            new SecureRandom());
    Lifecycle lifecycle =
        Lifecycle.over(
            database,
            rules.limits().settings(),
            rules.retention().undoWindow(),
            _ -> List.of(),
            UUID::randomUUID,
            Runnable::run,
            clock);
    ResourcePolicies policies = new ResourcePolicies(database, principals, clock);
    Backend backend =
        new Backend(
            repositories,
            images,
            new StorageClasses(
                database, rules.retention(), new ActivationDocument(UUID::randomUUID), clock),
            new Scanning(database, rules.limits().settings(), clock),
            new Signing(database),
            new Replication(database),
            rules.limits().settings(),
            layers,
            uploads,
            policies,
            new AccountSettings(database, rules.conformance()),
            lifecycle,
            new CreationTemplates(database, rules.limits(), policies, clock),
            new CreationOnNeed(
                database,
                rules.limits(),
                (role, address, tags) -> Optional.empty(),
                lifecycle.policies(),
                clock),
            new PullThroughCacheRules(
                database, rules.limits(), (role, registry) -> Optional.empty(), clock),
            new Lockout(new GivenGate(), new RequestContexts(clock, ResourceTags.NONE)),
            new RegistryTokens(sealer, clock, RegistryTokens.DEFAULT_LIFE),
            new DownloadAddresses(repositories, grants, hosts, clock),
            hosts,
            new Pages(new PageTokens(sealer)));
    JsonService ecr = EcrOperations.service(backend, rules.limits());
    JsonService berth =
        BerthOperations.service(
            new RunningServer(
                "0.1.0",
                Optional.empty(),
                now,
                "sqlite",
                "file",
                () -> List.of(HOME.account()),
                Set.of(HOME.region())),
            sessions,
            (filter, after, limit) -> new AuditSearch.Found(List.of(), Optional.empty()),
            new BerthOperations.Collection(
                new GivenHousekeeping(),
                new CollectionLedger(database, clock),
                new Holdings(database, rules.retention()),
                (repository, from, until) -> List.of(),
                HOME.account()),
            new Outbox(database, System::nanoTime),
            new BerthOperations.LifecycleByHand(backend.lifecycle(), _ -> Optional.of(now)),
            new Trash(database, rules, () -> {}, clock),
            new Pages(new PageTokens(sealer)),
            clock);
    this.services = Map.of("ecr", ecr, "berth", berth);
    Signatures signatures =
        new Signatures(
            new SigV4(clock, SigV4.DEFAULT_SKEW, (id, token) -> credential(id)),
            Set.of(HOME.region()));
    BodyBudget budget = new BodyBudget(16L * 1024 * 1024, PATIENCE);
    this.json =
        new AwsJsonDoor(
            List.of(berth, ecr),
            signatures,
            budget,
            new Spool(spool, new BodyBudget(64L * 1024 * 1024, PATIENCE), reserve));
    this.query = new QueryDoor(List.of(GetCallerIdentity.row()), signatures, budget);
    this.downloads = new SealedBlobDoor(grants, layers, hosts);
  }

  private static Optional<SigningCredential> credential(String id) {
    return id.equals(KEY_ID)
        ? Optional.of(
            new SigningCredential(
                KEY_ID, new SigningSecret(SECRET), new Principal.RootUser(HOME.account()), 1))
        : Optional.empty();
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /**
   * The answer of an ECR operation to a request with single quotes for double ones; it is one that
   * the model allows.
   */
  public JsonNode ecr(String operation, String request) {
    Answer answer = invoke(operation, request.replace('\'', '"'));
    if (answer.status() != 200) {
      throw new AssertionError(operation + " was refused: " + answer.body());
    }
    ModelledAnswer.check(
        Optional.ofNullable(services.get("ecr")).orElseThrow().model().require(operation),
        answer.body());
    return answer.body();
  }

  /** The refusal of an ECR operation: {@code Code: message}. */
  public String refusal(String operation, String request) {
    Answer answer = invoke(operation, request.replace('\'', '"'));
    if (answer.status() == 200) {
      throw new AssertionError(operation + " was answered: " + answer.body());
    }
    return answer.body().path("__type").stringValue()
        + ": "
        + answer.body().path("message").stringValue();
  }

  /** Whatever an ECR operation answers. */
  public Answer invoke(String operation, String request) {
    byte[] body = request.getBytes(StandardCharsets.UTF_8);
    return answer(json, signed("ecr", ECR_TARGET + operation, body));
  }

  /** A signed request. */
  public Request signed(String service, String target, byte[] body) {
    return new GivenSigner(KEY_ID, SECRET, "us-east-1", service)
        .post(
            now,
            body,
            Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target));
  }

  /** An answer in JSON. */
  public record Answer(int status, JsonNode body) {}

  public Answer answer(Door door, Request request) {
    Response response = send(door, request);
    return new Answer(response.status(), Json.MAPPER.readTree(bytes(response)));
  }

  /** Takes a request through the steps of a call, as the server's pipeline does. */
  public Response send(Door door, Request request) {
    try {
      Call call = door.identify(request);
      try {
        Caller caller = call.authenticate();
        call.read(caller);
        demanded.clear();
        demanded.addAll(call.demands(caller));
        return call.handle(
            caller, new Decision.Allowed(new Decision.Reason.NothingDemanded(), Set.of()));
      } finally {
        call.close();
      }
    } catch (RuntimeException failure) {
      return door.refuse(request, failure);
    }
  }

  /** The bytes of an answer's body. */
  public static byte[] bytes(Response response) {
    try {
      return switch (response.body()) {
        case Body.Bytes(var bytes) -> bytes;
        case Body.Stream(var stream, var length) -> stream.readAllBytes();
        case Body.FileRegion(var file, var position, var length) -> {
          ByteBuffer buffer = ByteBuffer.allocate((int) length);
          while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) >= 0) {
            // until it is full
          }
          file.close();
          yield buffer.array();
        }
        case Body.Absent _ -> new byte[0];
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    images.close();
    blobs.close();
    database.close();
  }
}
