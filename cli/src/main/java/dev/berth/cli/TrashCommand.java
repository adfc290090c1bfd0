package dev.berth.cli;

import picocli.CommandLine.Command;

/** {@code berth trash}: what was deleted and can still be brought back. */
@Command(
    name = "trash",
    mixinStandardHelpOptions = true,
    description = "See what was deleted, bring it back, or let it be gone for good.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrashListCommand.class, TrashRestoreCommand.class, TrashPurgeCommand.class})
final class TrashCommand {}
