package dev.berth.wire.oci;

import dev.berth.wire.exchange.Headers;
import java.util.List;

/**
 * A refusal in the words of the protocol (distribution-spec, "Error Codes"). Handlers throw it for
 * what only this protocol knows; {@link OciErrors} makes it from the refusals of the registry.
 */
public final class OciError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Code code;
  private final transient List<String> detail;
  private final transient Headers headers;

  /**
   * The codes of the specification, and TAG_INVALID, which ECR and the reference implementation
   * add.
   */
  public enum Code {
    BLOB_UNKNOWN,
    BLOB_UPLOAD_INVALID,
    BLOB_UPLOAD_UNKNOWN,
    DENIED,
    DIGEST_INVALID,
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_INVALID,
    MANIFEST_UNKNOWN,
    NAME_INVALID,
    NAME_UNKNOWN,
    PAGINATION_NUMBER_INVALID,
    SIZE_INVALID,
    TAG_INVALID,
    TOOMANYREQUESTS,
    UNAUTHORIZED,
    UNKNOWN,
    UNSUPPORTED
  }

  private OciError(int status, Code code, String message, List<String> detail, Headers headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = List.copyOf(detail);
    this.headers = headers;
  }

  /** A refusal with a status, a code and a sentence. */
  public static OciError of(int status, Code code, String message) {
    return new OciError(status, code, message, List.of(), Headers.NONE);
  }

  /** The same about these digests, one entry in the answer for each. */
  public OciError about(List<String> digests) {
    return new OciError(status, code, getMessage(), digests, headers);
  }

  /** The same with one more header field in the answer. */
  public OciError with(String name, String value) {
    return new OciError(status, code, getMessage(), detail, headers.with(name, value));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The code in the body. */
  public Code code() {
    return code;
  }

  /** The digests that it is about; mostly none. */
  public List<String> detail() {
    return detail;
  }

  /** Header fields of the answer. */
  public Headers headers() {
    return headers;
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
