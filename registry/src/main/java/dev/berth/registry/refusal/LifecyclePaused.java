package dev.berth.registry.refusal;

/** The clock has jumped, and nothing is deleted by it for a while (invariant I8). */
public final class LifecyclePaused extends Refusal {
  public LifecyclePaused() {
    super(
        "The server's clock has jumped; nothing is expired for an hour. See the server's log and /health/ready");
  }
}
