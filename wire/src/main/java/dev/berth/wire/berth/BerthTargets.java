package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.json.Demands;
import dev.berth.wire.json.Input;
import java.util.List;

/** What a request of Berth's own API is about: always something of the caller's account. */
final class BerthTargets {
  private BerthTargets() {}

  /** The repository of {@code repositoryName}. */
  static RepositoryAddress repository(Input input, RegistryId home) {
    return new RepositoryAddress(
        home, input.parse("repositoryName", input.text("repositoryName"), RepositoryName::new));
  }

  /** The action of the operation's own name, on the repository that is named. */
  static Demands onRepository() {
    return (operation, input, home) ->
        List.of(
            Demand.hard(
                new Action("berth", operation),
                new Resource.OfRepository(repository(input, home))));
  }
}
