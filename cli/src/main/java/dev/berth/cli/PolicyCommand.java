package dev.berth.cli;

import picocli.CommandLine.Command;

/** {@code berth policy}: what can be done with policies without a server. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Work with IAM policies; needs no server and no data folder.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PolicyTestCommand.class)
final class PolicyCommand {}
