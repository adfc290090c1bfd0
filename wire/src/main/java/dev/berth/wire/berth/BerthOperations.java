package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.identity.session.Sessions;
import dev.berth.model.AccountId;
import dev.berth.registry.event.Outbox;
import dev.berth.registry.gc.CollectionLedger;
import dev.berth.registry.gc.Holdings;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.lifecycle.TrustedTime;
import dev.berth.registry.trash.Trash;
import dev.berth.wire.audit.AuditSearch;
import dev.berth.wire.json.Demands;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.JsonRow;
import dev.berth.wire.json.JsonService;
import dev.berth.wire.json.Pages;
import dev.berth.wire.json.ServiceModel;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The operations of Berth's own API. */
public final class BerthOperations {
  private static final String MODEL = "/dev/berth/wire/berth/berth-api.json";
  private static final long BODY_LIMIT = 1024L * 1024;

  private BerthOperations() {}

  /** The service with all its rows. */
  public static JsonService service(
      RunningServer server,
      Sessions sessions,
      AuditSearch trail,
      Collection collection,
      Outbox outbox,
      LifecycleByHand lifecycle,
      Trash trash,
      Pages pages,
      InstantSource clock) {
    ServiceModel model = ServiceModel.load(MODEL);
    Demands ofOperator = ofInstallation(collection.operator());
    List<JsonRow<?>> rows =
        List.of(
            new JsonRow<>(
                model.require("GetServerInfo"),
                onNothing(),
                BODY_LIMIT,
                new GetServerInfo(server, clock)),
            new JsonRow<>(
                model.require("RevokeSessions"),
                onNothing(),
                BODY_LIMIT,
                new RevokeSessions(sessions)),
            new JsonRow<>(
                model.require("ListEvents"), onNothing(), BODY_LIMIT, new ListEvents(outbox)),
            new JsonRow<>(
                model.require("ListDeadLetters"),
                onNothing(),
                BODY_LIMIT,
                new ListDeadLetters(outbox, pages)),
            new JsonRow<>(
                model.require("ResendDeadLetters"),
                onNothing(),
                BODY_LIMIT,
                new ResendDeadLetters(outbox)),
            new JsonRow<>(
                model.require("LookupEvents"),
                onNothing(),
                BODY_LIMIT,
                new LookupEvents(trail, pages)),
            new JsonRow<>(
                model.require("GetCollectionStatus"),
                ofOperator,
                BODY_LIMIT,
                new GetCollectionStatus(collection.housekeeping(), collection.ledger())),
            new JsonRow<>(
                model.require("ReleaseCollection"),
                ofOperator,
                BODY_LIMIT,
                new ReleaseCollection(collection.housekeeping())),
            new JsonRow<>(
                model.require("ExplainDigest"),
                onNothing(),
                BODY_LIMIT,
                new ExplainDigest(collection.holdings())),
            row(
                model,
                "GetRepositoryPullCounts",
                new GetRepositoryPullCounts(collection.pulls(), clock)));
    return new JsonService(
        model,
        Stream.of(rows, lifecycleRows(model, lifecycle, pages), trashRows(model, trash, pages))
            .<JsonRow<?>>flatMap(List::stream)
            .toList());
  }

  private static List<JsonRow<?>> lifecycleRows(
      ServiceModel model, LifecycleByHand by, Pages pages) {
    Lifecycle lifecycle = by.lifecycle();
    return List.of(
        row(model, "RunLifecyclePolicy", new RunLifecyclePolicy(lifecycle, by.time())),
        row(
            model,
            "ExplainLifecyclePolicy",
            new ExplainLifecyclePolicy(lifecycle.explanations(), pages)),
        row(model, "ProtectImages", new ProtectImages(lifecycle.protections())),
        row(model, "UnprotectImages", new UnprotectImages(lifecycle.protections())),
        row(model, "ListImageProtections", new ListImageProtections(lifecycle.protections())));
  }

  // An entry's repository is looked up: what restoring and purging need the right to do is known
  // only then.
  private static List<JsonRow<?>> trashRows(ServiceModel model, Trash trash, Pages pages) {
    Demands ofTheEntry = (operation, input, home) -> List.of();
    return List.of(
        new JsonRow<>(
            model.require("ListTrash"),
            ListTrash.demands(),
            BODY_LIMIT,
            new ListTrash(trash, pages)),
        new JsonRow<>(
            model.require("RestoreFromTrash"), ofTheEntry, BODY_LIMIT, new RestoreFromTrash(trash)),
        new JsonRow<>(
            model.require("PurgeFromTrash"), ofTheEntry, BODY_LIMIT, new PurgeFromTrash(trash)));
  }

  private static <Q> JsonRow<Q> row(ServiceModel model, String name, JsonOperation<Q> operation) {
    return new JsonRow<>(model.require(name), BerthTargets.onRepository(), BODY_LIMIT, operation);
  }

  /**
   * What lets people carry out lifecycle policies themselves.
   *
   * @param time refuses to delete by a clock that has jumped
   */
  public record LifecycleByHand(Lifecycle lifecycle, TrustedTime time) {}

  /**
   * What tells of collection and of pulls, and steers it.
   *
   * @param operator the account whose principals may be allowed what concerns all accounts
   */
  public record Collection(
      Housekeeping housekeeping,
      CollectionLedger ledger,
      Holdings holdings,
      RepositoryPulls pulls,
      AccountId operator) {}

  /** The action of the operation's own name, on the whole installation. */
  private static Demands ofInstallation(AccountId operator) {
    return (operation, input, home) ->
        List.of(Demand.hard(new Action("berth", operation), new Resource.Any(operator)));
  }

  /** The action of the operation's own name, on no resource. */
  private static Demands onNothing() {
    return (operation, input, home) ->
        List.of(Demand.hard(new Action("berth", operation), new Resource.Any(home.account())));
  }
}
