package dev.berth.cli;

import picocli.CommandLine.Command;

/** {@code berth lifecycle}: what a repository's lifecycle policy does, and why. */
@Command(
    name = "lifecycle",
    mixinStandardHelpOptions = true,
    description = "Carry out or explain the lifecycle policy of a repository.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LifecycleRunCommand.class, LifecycleExplainCommand.class})
final class LifecycleCommand {}
