package dev.berth.wire.door;

/**
 * A refusal of a credential that was not right. Those that may have been guessed count against who
 * sends many of them (threat T8).
 */
public interface WrongCredential {

  /**
   * Whether somebody who tries credentials out could meet this refusal; not so for one that was
   * issued here and has ended since.
   */
  boolean mayBeGuessed();
}
