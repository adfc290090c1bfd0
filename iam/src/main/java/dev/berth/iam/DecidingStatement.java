package dev.berth.iam;

import java.util.Optional;

/**
 * The statement that decided, so that its author can find it.
 *
 * @param document the name of its document: an ARN, or what an inline policy is called
 * @param sid its own name; empty when it has none
 * @param index its place in the document, from 0
 */
public record DecidingStatement(String document, Optional<String> sid, int index) {

  /** Such as {@code statement PullOnly of arn:aws:iam::aws:policy/X}, or its number, from 1. */
  public String words() {
    return "statement %s of %s".formatted(sid.orElse("number " + (index + 1)), document);
  }
}
