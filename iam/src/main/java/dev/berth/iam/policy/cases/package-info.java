/**
 * Policy tests as data: a table of requests with their documents and the decisions that are
 * expected (IAM dossier 6). The same table that holds this engine to its specification is the one
 * in which users test their own policies.
 *
 * <p>Reads texts and gives values; files and printing are the command line's. Start at {@link
 * dev.berth.iam.policy.cases.CaseTable}.
 */
@NullMarked
package dev.berth.iam.policy.cases;

import org.jspecify.annotations.NullMarked;
