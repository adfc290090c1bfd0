/**
 * Every operation of ECR as people call it: each subcommand of {@code aws ecr}, from a table. Start
 * with {@link dev.berth.testkit.operation.EveryCommandTest}.
 */
@NullMarked
package dev.berth.testkit.operation;

import org.jspecify.annotations.NullMarked;
