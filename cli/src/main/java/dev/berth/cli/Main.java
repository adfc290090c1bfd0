package dev.berth.cli;

import dev.berth.server.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code berth} command: the launcher of the repository starts here. */
@Command(
    name = "berth",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = "Amazon ECR that you run yourself.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      StatusCommand.class,
      FsckCommand.class,
      RootCommand.class,
      RevokeSessionsCommand.class,
      PolicyCommand.class,
      CredentialHelperCommand.class,
      KubeletCredentialProviderCommand.class,
      AuditCommand.class,
      EventsCommand.class,
      ExplainDenialCommand.class,
      ExplainCommand.class,
      GcCommand.class,
      LifecycleCommand.class,
      ProtectCommand.class,
      UnprotectCommand.class,
      TrashCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "berth test builds the project and runs all its tests.",
      "Exit status: 0 done, 1 refused or failed, 2 wrong usage (fsck: 1 damage, 2 could not check)."
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command; the exit status is 0 when it succeeded and 2 when it was not understood. */
  public static int run(String... arguments) {
    CommandLine berth = new CommandLine(new Main());
    berth.setExecutionExceptionHandler(new Failure());
    if (arguments.length == 0) {
      berth.usage(System.out);
      return CommandLine.ExitCode.USAGE;
    }
    return berth.execute(arguments);
  }

  /** The version as one line. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"berth " + Version.current().text()};
    }
  }
}
