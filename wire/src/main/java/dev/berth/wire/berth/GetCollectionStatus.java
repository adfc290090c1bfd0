package dev.berth.wire.berth;

import dev.berth.metadata.CollectionTallyTable.Run;
import dev.berth.metadata.CollectionTallyTable.Tally;
import dev.berth.model.RegistryId;
import dev.berth.registry.gc.CollectionLedger;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what collection has done, does and will do, in the whole installation: jobs with their last
 * and next runs, what each took and why, what waits for its end, and whether the clock is trusted.
 */
record GetCollectionStatus(Housekeeping housekeeping, CollectionLedger ledger)
    implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    CollectionLedger.Entries entries = ledger.entries();
    ObjectNode answer = Output.object();
    housekeeping
        .pause()
        .ifPresent(
            pause ->
                answer
                    .putObject("pause")
                    .put("why", pause.why())
                    .put("since", Output.seconds(pause.since()))
                    .put("until", Output.seconds(pause.until())));
    ArrayNode jobs = answer.putArray("jobs");
    housekeeping.timetable().forEach(job -> jobs.add(described(job, entries)));
    ArrayNode waiting = answer.putArray("waiting");
    entries
        .waiting()
        .forEach(
            bytes ->
                waiting
                    .addObject()
                    .put("why", bytes.why().name())
                    .put("items", bytes.items())
                    .put("bytes", bytes.bytes())
                    .put("unmeasuredItems", bytes.unmeasured())
                    .put("firstDueAt", Output.seconds(bytes.firstDue()))
                    .put("lastDueAt", Output.seconds(bytes.lastDue())));
    return answer;
  }

  private static ObjectNode described(Housekeeping.Job job, CollectionLedger.Entries entries) {
    ObjectNode node = Output.object();
    node.put("name", job.name()).put("running", job.running());
    node.put("nextRunAt", Output.seconds(job.next())).put("failures", job.failures());
    for (Run run : entries.runs()) {
      if (run.job().equals(job.name())) {
        node.put("lastStartedAt", Output.seconds(run.startedAt()));
        run.endedAt().ifPresent(end -> node.put("lastEndedAt", Output.seconds(end)));
      }
    }
    ArrayNode removed = node.putArray("removed");
    for (Tally tally : entries.tallies()) {
      if (tally.job().equals(job.name())) {
        removed
            .addObject()
            .put("why", tally.why().name())
            .put("lastItems", tally.lastItems())
            .put("lastBytes", tally.lastBytes())
            .put("totalItems", tally.items())
            .put("totalBytes", tally.bytes());
      }
    }
    return node;
  }
}
