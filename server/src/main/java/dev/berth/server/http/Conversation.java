package dev.berth.server.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an HTTP/1 connection, request after request, or of an HTTP/2 stream with its one:
 * straight code on a virtual thread of its own.
 *
 * <p>What holds for every exchange: the request is whole in its head and well framed, or is refused
 * here; memory for its body is reserved before its handler runs; and the next request is taken only
 * when the body of this one was taken to its end.
 */
final class Conversation implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final Service service;
  private final Link link;
  private final Inbound inbound;
  private final ResponseWriter writer;

  /** What follows an exchange. */
  enum After {
    /** The next request. */
    NEXT,
    /** The end; all was said on both sides. */
    CLOSE,
    /** The end; the answer is out, the rest of the body is not wanted. */
    DISMISS,
    /** The end after a refusal, whose client may know nothing of it yet. */
    LINGER,
    /** The end; the answer is not whole. */
    ABORT
  }

  Conversation(Service service, Link link, Inbound inbound) {
    this.service = service;
    this.link = link;
    this.inbound = inbound;
    this.writer =
        new ResponseWriter(
            link,
            service.date(),
            service.limits().waits().send(),
            service.limits().buffers().pull());
  }

  @Override
  public void run() {
    After after = After.NEXT;
    try {
      while (after == After.NEXT) {
        after = inbound.head().map(this::next).orElse(After.CLOSE);
      }
    } catch (RuntimeException e) {
      log.error("A connection ended by a mistake of the server", e);
      after = After.ABORT;
    } finally {
      inbound.dispose();
      writer.close();
      end(after);
    }
  }

  private void end(After after) {
    switch (after) {
      case NEXT, CLOSE -> link.close();
      case DISMISS -> link.dismiss();
      case LINGER -> link.linger(service.limits().waits().drain());
      case ABORT -> link.abort();
    }
  }

  private After next(HttpRequest request) {
    if (!service.running().begin()) {
      ReferenceCountUtil.release(request);
      return refuse(Refused.BUSY);
    }
    try {
      boolean whole = request instanceof LastHttpContent;
      return switch (RequestHead.parse(request, service.limits().head().fields())) {
        case Refused refusal -> refuse(refusal);
        case RequestHead head -> serve(head, whole);
      };
    } finally {
      ReferenceCountUtil.release(request);
      service.running().end();
    }
  }

  private After serve(RequestHead head, boolean whole) {
    long wish = whole ? 0 : link.share(head.length());
    Optional<ByteBudget.Share> share = service.memory(wish);
    if (share.isEmpty()) {
      return refuse(Refused.NO_MEMORY);
    }
    try (ByteBudget.Share _ = share.get()) {
      if (wish > 0) {
        link.widen(wish);
      }
      return new Exchange(service, link, writer, inbound, head, whole).run();
    } finally {
      link.narrow();
    }
  }

  private After refuse(Refused refusal) {
    // Waited for, because lingering shuts the direction in which it goes.
    boolean _ =
        link.channel()
            .writeAndFlush(refusal.response())
            .awaitUninterruptibly(service.limits().waits().drain().toMillis());
    try {
      service.log().refused(link.peer(), refusal.status(), refusal.reason());
    } catch (RuntimeException e) {
      log.error("The request log failed", e);
    }
    return After.LINGER;
  }
}
