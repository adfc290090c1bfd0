package dev.berth.testkit.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/**
 * Everything that this process logs while it is open, as the lines of JSON that a server writes.
 * Berth's own loggers are at their lowest level, so that nothing hides behind one.
 */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final List<String> OWN = List.of("dev.berth", "berth");

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Level> before =
      OWN.stream().map(name -> loggers.getLogger(name).getLevel()).toList();
  private final LogstashEncoder encoder = new LogstashEncoder();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  static CapturedLog open() {
    CapturedLog log = new CapturedLog();
    log.encoder.setContext(log.loggers);
    log.encoder.start();
    log.setContext(log.loggers);
    log.start();
    OWN.forEach(name -> log.loggers.getLogger(name).setLevel(Level.TRACE));
    log.root.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
  }

  /** What was logged so far. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    for (int i = 0; i < OWN.size(); i++) {
      loggers.getLogger(OWN.get(i)).setLevel(before.get(i));
    }
    stop();
    encoder.stop();
  }
}
