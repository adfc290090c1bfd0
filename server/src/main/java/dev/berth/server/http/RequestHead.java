package dev.berth.server.http;

import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request.Target;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The head of a request that may be served (RFC 9112 sections 3 and 6; threat T33: what two parsers
 * could read in two ways is refused).
 *
 * @param length of the body; empty with chunked coding, 0 without a body
 * @param expectsContinue whether the client waits for {@code 100 Continue}
 * @param keepAlive whether the client would send another request
 * @param old whether it speaks HTTP/1.0, and has to be told that its connection is kept
 */
record RequestHead(
    String method,
    Target target,
    Headers headers,
    OptionalLong length,
    boolean expectsContinue,
    boolean keepAlive,
    boolean old)
    implements ParsedHead {

  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,19}");
  private static final Pattern TARGET = Pattern.compile("[\\x21\\x22\\x24-\\x7e]*+");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]*+)(.*+)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~:\\[\\]-]{1,300}");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  static ParsedHead parse(HttpRequest request, int maxFields) {
    if (request.decoderResult().isFailure()) {
      return undecodable(request.decoderResult().cause());
    }
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return new Refused(505, "The version of HTTP is none of 1.0, 1.1 and 2.");
    }
    if (request.headers().size() > maxFields) {
      return new Refused(431, "The request has more than %d header fields.".formatted(maxFields));
    }
    if (!METHOD.matcher(request.method().name()).matches()) {
      return new Refused(400, "The method is malformed.");
    }
    Optional<String> expectation = Optional.ofNullable(request.headers().get("Expect"));
    if (expectation.isPresent() && !expectation.get().equalsIgnoreCase("100-continue")) {
      return new Refused(417, "The only expectation that can be met is 100-continue.");
    }
    return framed(request, version.equals(HttpVersion.HTTP_1_1), expectation.isPresent());
  }

  private static Refused undecodable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> new Refused(414, "The request line is too long.");
      case TooLongHttpHeaderException _ -> new Refused(431, "The header fields are too large.");
      default -> new Refused(400, "The head of the request is malformed.");
    };
  }

  private static ParsedHead framed(HttpRequest request, boolean oneOne, boolean expects) {
    OptionalLong length;
    List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (request instanceof LastHttpContent) {
      length = OptionalLong.of(0);
    } else if (!codings.isEmpty()) {
      if (!lengths.isEmpty() || !oneOne) {
        return new Refused(
            400, "Transfer-Encoding cannot stand beside Content-Length or HTTP/1.0.");
      }
      if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
        return new Refused(400, "The only transfer coding that is understood is chunked, once.");
      }
      length = OptionalLong.empty();
    } else if (lengths.isEmpty()) {
      length = OptionalLong.of(0);
    } else if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
      return new Refused(400, "Content-Length is not one number.");
    } else {
      length = OptionalLong.of(Long.parseLong(lengths.getFirst()));
    }
    return addressed(request, oneOne, length, expects && oneOne);
  }

  private static ParsedHead addressed(
      HttpRequest request, boolean oneOne, OptionalLong length, boolean expects) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (oneOne && hosts.isEmpty())) {
      return new Refused(400, "The request does not have exactly one Host field.");
    }
    String uri = request.uri();
    String host = hosts.isEmpty() ? "" : hosts.getFirst();
    var absolute = ABSOLUTE.matcher(uri);
    if (absolute.matches()) {
      host = absolute.group(1);
      uri = absolute.group(2).startsWith("/") ? absolute.group(2) : "/" + absolute.group(2);
    }
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      return new Refused(400, "The host is malformed.");
    }
    if (!uri.startsWith("/") || !TARGET.matcher(uri).matches()) {
      return new Refused(400, "The target of the request is malformed.");
    }
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    String query = mark < 0 ? "" : uri.substring(mark + 1);
    return new RequestHead(
        request.method().name(),
        new Target(host, path, query),
        headers(request),
        length,
        expects && !length.equals(OptionalLong.of(0)),
        HttpUtil.isKeepAlive(request),
        !oneOne);
  }

  private static Headers headers(HttpRequest request) {
    List<Headers.Field> fields = new ArrayList<>(request.headers().size());
    for (Map.Entry<String, String> field : request.headers()) {
      fields.add(new Headers.Field(field.getKey(), field.getValue()));
    }
    return Headers.of(fields);
  }
}
